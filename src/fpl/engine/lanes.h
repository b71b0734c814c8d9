// Native vectors: one lane a cell. A block of cells is PARTS vectors, whose operations do not depend
// on one another, so that one fills the latencies of the other. REAL (float or double) and INT (an
// integer of the same width) are set by the compiler's command line.
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#if defined(__FMA__) && defined(__AVX2__)
#include <immintrin.h>
#endif

#if defined(__AVX2__)
#define BYTES 32
#else
#define BYTES 16
#endif
constexpr int WIDTH = BYTES / sizeof(REAL), LANES = PARTS * WIDTH;
// Left to itself g++ calls what is used more than once, and a call spills all vector registers.
#define INLINE static inline __attribute__((always_inline))

typedef REAL V __attribute__((vector_size(BYTES)));
typedef INT M __attribute__((vector_size(BYTES))); // of a comparison: all bits or none

INLINE V constant(double x) { return V{} + (REAL)x; }
INLINE V load(const REAL *from) { V x; std::memcpy(&x, from, sizeof(V)); return x; }
INLINE void store(REAL *to, V x) { std::memcpy(to, &x, sizeof(V)); }
// a * b + c, rounded once where the processor can. The compiler is told not to contract on its own:
// what it chooses differs from vector to vector, and a cell's result would depend on its place.
INLINE V op_fma(V a, V b, V c) {
#if defined(__FMA__) && defined(__AVX2__)
    if (sizeof(REAL) == 4) return (V)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
    return (V)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
#else
    return a * b + c;
#endif
}
INLINE M bits(V x) { return (M)x; }
INLINE V real(M x) { return (V)x; }
INLINE bool any(M m) {
    bool found = false;
    for (int l = 0; l < WIDTH; ++l) found |= m[l] != 0;
    return found;
}

INLINE V op_where(M m, V a, V b) { return m ? a : b; }
// Like torch's, minima and maxima of a NaN are NaN. A constant comes first, so that one comparison
// serves; of two variables the first is asked besides.
INLINE V op_min(V a, V b) { return ((a < b) | (a != a)) ? a : b; }
INLINE V op_max(V a, V b) { return ((a > b) | (a != a)) ? a : b; }
INLINE V op_clamp(V x, V low, V high) { return op_min(op_max(x, low), high); }
INLINE V at_most(V x, V bound) { return bound < x ? bound : x; }
INLINE V at_least(V x, V bound) { return bound > x ? bound : x; }
