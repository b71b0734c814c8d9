// How many operations of a kind one core can do: independent chains that stay in registers. Built
// with the flags, vectors and functions of the engine's kernels. Each returns what it computed, so
// that nothing is left out.
template <int N> struct Chains { // not an array, which would live in memory
    V x = constant(1 + 0.01 * N);
    Chains<N - 1> others;
    template <class F> INLINE void step(Chains &self, F next)
    {
        self.x = next(self.x);
        asm volatile("" : "+x"(self.x));
        Chains<N - 1>::step(self.others, next);
    }
    double sum() const { return x[0] + others.sum(); }
};
template <> struct Chains<0> {
    template <class F> INLINE void step(Chains &, F) {}
    double sum() const { return 0; }
};

template <int N, class F> static double chains(long times, F next)
{
    Chains<N> all;
    for (long t = 0; t < times; ++t) Chains<N>::step(all, next);
    return all.sum();
}

extern "C" {
int width() { return WIDTH; }
double multiply_add(long times, double a, double b)
{
    const V p = constant(a), q = constant(b);
    return chains<12>(times, [&](V x) { return op_fma(x, p, q); });
}
double choose(long times, double a, double)
{
    const V p = constant(a);
    return chains<12>(times, [&](V x) { return at_least(x, p); });
}
double divide(long times, double a, double)
{
    const V p = constant(a);
    return chains<12>(times, [&](V x) { return p / x; });
}
double exponential(long times, double, double)
{
    return chains<4>(times, [&](V x) { return op_exp(-x); });
}
double logarithm(long times, double, double)
{
    return chains<4>(times, [&](V x) { return op_log(x * x); });
}
}
