// exp, log and their kin on vectors, to about two units in the last place, with torch's values at
// zero, infinity and NaN. Inlined, they keep the registers that a call to a library would spill.
// Series are Taylor's: of exp on [-ln 2 / 2, ln 2 / 2], of the inverse hyperbolic tangent for log.
constexpr bool SINGLE = sizeof(REAL) == 4;
constexpr int MANTISSA = SINGLE ? 23 : 52;
constexpr INT BIAS = SINGLE ? 127 : 1023;
constexpr double LOG2E = 1.4426950408889634074;
constexpr double LN2_HIGH = SINGLE ? 0x1.62ep-1 : 0x1.62e42ffp-1;
constexpr double LN2_LOW = SINGLE ? 3.1946184945309415e-05 : -4.2009150726810846e-11;
constexpr double ROUND = SINGLE ? 12582912.0 : 6755399441055744.0; // 1.5 * 2^MANTISSA
constexpr REAL INFINITE = std::numeric_limits<REAL>::infinity();

INLINE V two_to(M n) { return real((n + BIAS) << MANTISSA); }

// sum of c[k] x^k, even and odd powers apart: half the chain of dependent operations
template <int N> INLINE V polynomial(V x, const double (&c)[N]) {
    const V square = x * x;
    V even = constant(c[(N - 1) / 2 * 2]), odd = constant(c[N / 2 * 2 - 1]);
    for (int k = (N - 1) / 2 * 2 - 2; k >= 0; k -= 2) even = op_fma(even, square, constant(c[k]));
    for (int k = N / 2 * 2 - 3; k >= 1; k -= 2) odd = op_fma(odd, square, constant(c[k]));
    return op_fma(x, odd, even);
}

// x = n ln 2 + r; n as vector of integers; exp(r) - 1
INLINE V reduced(V x, M &n) {
    const V shifted = op_fma(x, constant(LOG2E), constant(ROUND));
    const V whole = shifted - constant(ROUND);
    n = bits(shifted) - bits(constant(ROUND));
    const V r = op_fma(-whole, constant(LN2_LOW), op_fma(-whole, constant(LN2_HIGH), x));
    // 1 / (k + 2)!
    constexpr double single[] = {1. / 2, 1. / 6, 1. / 24, 1. / 120, 1. / 720, 1. / 5040};
    constexpr double twice[] = {1. / 2, 1. / 6, 1. / 24, 1. / 120, 1. / 720, 1. / 5040, 1. / 40320,
        1. / 362880, 1. / 3628800, 1. / 39916800, 1. / 479001600, 1. / 6227020800};
    if constexpr (SINGLE) return op_fma(r * r, polynomial(r, single), r);
    return op_fma(r * r, polynomial(r, twice), r);
}

INLINE V op_exp(V x) {
    M n;
    x = at_least(at_most(x, constant(SINGLE ? 89 : 710)), constant(SINGLE ? -104 : -746));
    const V p = reduced(x, n);
    const M half = n >> 1; // two factors: results may be subnormal or infinite
    return (constant(1) + p) * two_to(half) * two_to(n - half);
}

INLINE V op_expm1(V x) {
    M n;
    x = at_least(at_most(x, constant(SINGLE ? 89 : 710)), constant(SINGLE ? -20 : -40));
    const V p = reduced(x, n);
    const M half = n >> 1;
    const V low = two_to(half);
    return op_fma(p, low, low - two_to(half - n)) * two_to(n - half);
}

// normal u > 0 as 2^e (1 + f) with 1 + f between the roots of 1/2 and of 2
INLINE V fraction(V u, M &e) {
    e = (bits(u) - bits(constant(0.70710678118654752440))) >> MANTISSA;
    return real(bits(u) - (e << MANTISSA)) - constant(1);
}

// log(2^e (1 + f))
INLINE V log_of(V f, M e) {
    const V s = f / (constant(2) + f), z = s * s;
    // 2 / (2 k + 3)
    constexpr double single[] = {2. / 3, 2. / 5, 2. / 7, 2. / 9};
    constexpr double twice[] = {2. / 3, 2. / 5, 2. / 7, 2. / 9, 2. / 11, 2. / 13, 2. / 15, 2. / 17,
        2. / 19, 2. / 21};
    V series;
    if constexpr (SINGLE) series = z * polynomial(z, single);
    else series = z * polynomial(z, twice);
    const V power = __builtin_convertvector(e, V);
    const V less = op_fma(s, f - series, -power * constant(LN2_LOW));
    return op_fma(power, constant(LN2_HIGH), f - less);
}

// x where it is infinite or NaN, minus infinity at 0, NaN below
INLINE V log_edges(V x, V y) {
    y = op_where(x < constant(INFINITE), y, x);
    y = op_where(x == constant(0), constant(-INFINITE), y);
    return op_where(x < constant(0), constant(std::numeric_limits<REAL>::quiet_NaN()), y);
}

INLINE V op_log(V x) {
    const M subnormal = x < constant(std::numeric_limits<REAL>::min());
    const V scale = op_where(subnormal, constant(SINGLE ? 0x1p32 : 0x1p64), constant(1));
    const V moved = op_where(subnormal, constant((SINGLE ? 32 : 64) * 0.69314718055994531), V{});
    M e;
    const V f = fraction(x * scale, e);
    return log_edges(x, log_of(f, e) - moved);
}

// log of what is known to be a normal number or more
INLINE V op_log_normal(V x) {
    M e;
    const V f = fraction(x, e);
    return op_where(x < constant(INFINITE), log_of(f, e), x);
}

INLINE V op_log1p(V x) {
    const V u = constant(1) + x;
    const V lost = x - (u - constant(1)); // by rounding u; it matters where u is small
    M e;
    const V f = fraction(u, e);
    return log_edges(u, log_of(op_fma(constant(0.5) * lost, two_to(1 - e), f), e));
}

INLINE V op_sigmoid(V x) { return constant(1) / (constant(1) + op_exp(-x)); }

INLINE V op_tanh(V x) {
    const M negative = x < constant(0);
    const V t = op_expm1(constant(2) * op_where(negative, x, -x));
    const V y = t / (constant(2) + t);
    return op_where(negative, y, -y);
}

INLINE V op_sqrt(V x) {
    for (int l = 0; l < WIDTH; ++l) x[l] = std::sqrt(x[l]);
    return x;
}

INLINE V op_pow(V x, V y) {
    for (int l = 0; l < WIDTH; ++l) x[l] = std::pow(x[l], y[l]);
    return x;
}
