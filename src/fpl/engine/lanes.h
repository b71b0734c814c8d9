// Blocks of cells as native vectors: one lane a cell. REAL (float or double) and INT (an integer of
// the same width) are set by the compiler's command line. With W = 1 a block is a plain number.
#include <cmath>
#include <cstdint>
#include <cstring>

#if defined(__AVX512F__)
#define BYTES 64
#elif defined(__AVX2__)
#define BYTES 32
#else
#define BYTES 16
#endif
constexpr int LANES = BYTES / sizeof(REAL);

typedef REAL Vector __attribute__((vector_size(BYTES)));
typedef INT Mask __attribute__((vector_size(BYTES)));

template <int W> struct Block { typedef Vector V; typedef Mask M; };
template <> struct Block<1> { typedef REAL V; typedef bool M; };

template <class V> static inline V constant(double x) { return V{} + (REAL)x; }
template <class V> static inline V load(const REAL *from) {
    V x;
    std::memcpy(&x, from, sizeof(V));
    return x;
}
template <class V> static inline void store(REAL *to, V x) { std::memcpy(to, &x, sizeof(V)); }

template <class V> static inline V op_min(V a, V b) { return a < b ? a : b; }
template <class V> static inline V op_max(V a, V b) { return a > b ? a : b; }
template <class M, class V> static inline V op_where(M m, V a, V b) { return m ? a : b; }

// Mathematical functions: glibc's vector library where it has them, lane by lane elsewhere.
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__AVX2__) && !defined(NO_LIBMVEC)
#if __GLIBC_PREREQ(2, 35)
#define LIBMVEC 1
#endif
#endif

#define BY_LANE(NAME, CALL)                                                                        \
    static inline REAL op_##NAME(REAL x) { return CALL(x); }                                       \
    static inline Vector lanes_##NAME(Vector x) {                                                  \
        Vector y;                                                                                  \
        for (int l = 0; l < LANES; ++l) y[l] = CALL(x[l]);                                         \
        return y;                                                                                  \
    }
BY_LANE(exp, std::exp)
BY_LANE(log, std::log)
BY_LANE(log1p, std::log1p)
BY_LANE(expm1, std::expm1)
BY_LANE(sqrt, std::sqrt)
static inline REAL op_pow(REAL x, REAL y) { return std::pow(x, y); }

#ifdef LIBMVEC
#ifdef __AVX512F__
#define SYMBOL_F(NAME) _ZGVeN16v_##NAME
#define SYMBOL_D(NAME) _ZGVeN8v_##NAME
#else
#define SYMBOL_F(NAME) _ZGVdN8v_##NAME
#define SYMBOL_D(NAME) _ZGVdN4v_##NAME
#endif
typedef float VectorF __attribute__((vector_size(BYTES)));
typedef double VectorD __attribute__((vector_size(BYTES)));
#define BY_LIBRARY(NAME)                                                                           \
    extern "C" VectorF SYMBOL_F(NAME##f)(VectorF);                                                 \
    extern "C" VectorD SYMBOL_D(NAME)(VectorD);                                                    \
    static inline VectorF library_##NAME(VectorF x) { return SYMBOL_F(NAME##f)(x); }               \
    static inline VectorD library_##NAME(VectorD x) { return SYMBOL_D(NAME)(x); }                  \
    static inline Vector op_##NAME(Vector x) { return library_##NAME(x); }
#else
#define BY_LIBRARY(NAME)                                                                           \
    static inline Vector op_##NAME(Vector x) { return lanes_##NAME(x); }
#endif
BY_LIBRARY(exp)
BY_LIBRARY(log)
BY_LIBRARY(log1p)
BY_LIBRARY(expm1)
static inline Vector op_sqrt(Vector x) { return lanes_sqrt(x); }
static inline Vector op_pow(Vector x, Vector y) {
    Vector z;
    for (int l = 0; l < LANES; ++l) z[l] = std::pow(x[l], y[l]);
    return z;
}
