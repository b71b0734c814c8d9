// A vector of a row of days; the row that is `far` away is fetched too, for rows of a large grid lie
// on pages of their own, and no processor guesses the next.
INLINE V ahead(const REAL *from, long far)
{
    __builtin_prefetch(from + far);
    return load(from);
}

// What a block of cells reads, and what becomes of its states and outputs. States of a block are
// arrays of vectors: state i, part p at i * PARTS + p.
struct Block {
    const REAL *const *daily; // forcings, then dynamic parameters: (day, column)
    const REAL *parameter;    // static parameters: (parameter, lane)
    long columns, lanes;      // lanes are columns, or several sets of parameters for each
    long column, lane;        // where this block is

    V day(int i, long day, int part, int next) const {
        return ahead(daily[i] + day * columns + column + part * WIDTH, next * columns);
    }
    V fixed(int i, int part) const { return load(parameter + i * lanes + lane + part * WIDTH); }
    void load_all(int rows, const REAL *from, V *to) const {
        for (int i = 0; i < rows * PARTS; ++i)
            to[i] = load(from + i / PARTS * lanes + lane + i % PARTS * WIDTH);
    }
    void store_all(int rows, const V *from, REAL *to) const {
        for (int i = 0; i < rows * PARTS; ++i)
            store(to + i / PARTS * lanes + lane + i % PARTS * WIDTH, from[i]);
    }
};

// Sinks: told the states at the start of each day, and each output.
struct Nothing {
    void start(long, const V *) {}
    void take(int, long, int, V) {}
};

struct Store {
    const Block &block;
    REAL *const *output; // each (day, lane)
    REAL *tape;          // (every so many days, state, lane), or null
    long every;
    void start(long day, const V *state) {
        if (tape && day % every == 0)
            block.store_all(STATES, state, tape + day / every * STATES * block.lanes);
    }
    void take(int i, long day, int part, V x) {
        store(output[i] + day * block.lanes + block.lane + part * WIDTH, x);
    }
};

struct Keep { // all states, for an adjoint that follows
    REAL *kept; // (day, state, lane of the block)
    long first;
    void start(long day, const V *state) {
        std::memcpy(kept + (day - first) * STATES * LANES, state, sizeof(V) * STATES * PARTS);
    }
    void take(int, long, int, V) {}
};

typedef double D __attribute__((vector_size(WIDTH * sizeof(double)))); // a vector's cells, doubled
INLINE D wide(V x) { return __builtin_convertvector(x, D); }

// Sums over the used days, in double precision, of the simulated series scale * output + offset, of
// its square, of its product with the observed series, and of the squared error. For all but the
// last, the simulated series is less its first value and the observed one less its mean: sums are
// then of the size of the deviations, and means taken away afterwards cost no digits.
struct Moments {
    enum { FIRST, MEAN, SQUARE, PRODUCT, ERROR, ROWS };
    const Block &block;
    const REAL *observed, *weight; // (day, column)
    D mean[PARTS], scale[PARTS], offset[PARTS], row[ROWS][PARTS];
    void start(long, const V *) {}
    void take(int, long day, int part, V x) {
        const long at = day * block.columns + block.column + part * WIDTH;
        const D target = wide(load(observed + at)), counts = wide(load(weight + at));
        const D simulated = scale[part] * wide(x) + offset[part];
        if (day == 0) row[FIRST][part] = simulated;
        const D moved = simulated - row[FIRST][part], counted = counts * moved;
        const D error = simulated - target;
        row[MEAN][part] += counted;
        row[SQUARE][part] += counted * moved;
        row[PRODUCT][part] += counted * (target - mean[part]);
        row[ERROR][part] += counts * error * error;
    }
    void begin(const double *means, const REAL *scales, const REAL *offsets) {
        for (int p = 0; p < PARTS; ++p) {
            const long lane = block.lane + p * WIDTH;
            std::memcpy(&mean[p], means + block.column + p * WIDTH, sizeof(D));
            scale[p] = wide(load(scales + lane));
            offset[p] = wide(load(offsets + lane));
        }
    }
    void end(double *sums) const { // (row, lane)
        for (int i = 0; i < ROWS; ++i)
            for (int p = 0; p < PARTS; ++p)
                std::memcpy(sums + i * block.lanes + block.lane + p * WIDTH, &row[i][p], sizeof(D));
    }
};
