// The functions that are called from outside: blocks of cells shared among threads.
extern "C" int lanes() { return LANES; }

// A last block that is not full is moved back so that it overlaps the one before it, and runs after
// it. There are never fewer columns than lanes in a vector. Lanes are sets of all columns.
template <class F>
static void each_block(const Block &all, int threads, F run)
{
    const long full = all.columns / LANES, sets = all.lanes / all.columns;
    const auto one = [&](long set, long column) {
        Block block = all;
        block.column = column;
        block.lane = set * all.columns + column;
        run(block);
    };
#pragma omp parallel for num_threads(threads) schedule(static)
    for (long b = 0; b < sets * full; ++b) one(b / full, b % full * LANES);
    if (all.columns % LANES)
#pragma omp parallel for num_threads(threads) schedule(static)
        for (long set = 0; set < sets; ++set) one(set, all.columns - LANES);
}

#ifdef FORWARD
extern "C" void forward(long days, long columns, const REAL *const *daily, const REAL *parameter,
    const REAL *start, REAL *tape, long every, REAL *const *output, REAL *end, long threads)
{
    each_block({daily, parameter, columns, columns, 0, 0}, threads, [&](const Block &block) {
        V state[STATES * PARTS];
        block.load_all(STATES, start, state);
        Store sink{block, output, tape, every};
        run_days(block, 0, days, state, sink);
        block.store_all(STATES, state, end);
    });
}
#endif

// Cycle the days until no watched state of a cell changes by more than `settled`, or `most` times.
static void settle_block(const Block &block, long days, V *state, const int *watched,
    long watching, double settled, long most, V *cycles)
{
    M moving[PARTS];
    for (int p = 0; p < PARTS; ++p) moving[p] = V{} == V{}, cycles[p] = V{};
    for (long cycle = 0; cycle < most; ++cycle) {
        V after[STATES * PARTS];
        std::memcpy(after, state, sizeof after);
        Nothing sink;
        run_days(block, 0, days, after, sink);
        bool more = false;
        for (int p = 0; p < PARTS; ++p) {
            V change = {};
            for (long w = 0; w < watching; ++w) {
                const V moved = after[watched[w] * PARTS + p] - state[watched[w] * PARTS + p];
                change = op_max(change, op_max(moved, -moved));
            }
            for (int i = p; i < STATES * PARTS; i += PARTS)
                state[i] = op_where(moving[p], after[i], state[i]);
            cycles[p] = op_where(moving[p], cycles[p] + constant(1), cycles[p]);
            moving[p] = moving[p] & (change > constant(settled));
            more |= any(moving[p]);
        }
        if (!more) break;
    }
}

#ifdef SETTLE
extern "C" void settle(long days, long columns, const REAL *const *daily, const REAL *parameter,
    const REAL *start, const int *watched, long watching, double settled, long most, REAL *end,
    REAL *cycles, long threads)
{
    each_block({daily, parameter, columns, columns, 0, 0}, threads, [&](const Block &block) {
        V state[STATES * PARTS];
        block.load_all(STATES, start, state);
        V done[PARTS];
        settle_block(block, days, state, watched, watching, settled, most, done);
        block.store_all(1, done, cycles);
        block.store_all(STATES, state, end);
    });
}
#endif

#ifdef JUDGE
extern "C" void judge(long days, long columns, long lanes, const REAL *const *daily,
    const REAL *parameter, const REAL *start, const int *watched, long watching, double settled,
    long most, const REAL *observed, const REAL *weight, const double *mean, const REAL *scale,
    const REAL *offset, double *sums, REAL *cycles, long threads)
{
    each_block({daily, parameter, columns, lanes, 0, 0}, threads, [&](const Block &block) {
        V state[STATES * PARTS];
        block.load_all(STATES, start, state);
        V done[PARTS];
        settle_block(block, days, state, watched, watching, settled, most, done);
        block.store_all(1, done, cycles);
        Moments sink{block, observed, weight, {}, {}, {}, {}};
        sink.begin(mean, scale, offset);
        run_days(block, 0, days, state, sink);
        sink.end(sums);
    });
}
#endif

#ifdef ADJOINT
// With a tape of every day's states the adjoint reads it; else it runs each stretch of days again.
extern "C" void adjoint(long days, long columns, const REAL *const *daily, const REAL *parameter,
    const REAL *tape, long every, const REAL *const *output_gradient,
    const REAL *state_end_gradient, REAL *const *daily_gradient, REAL *parameter_gradient,
    REAL *state_start_gradient, long threads)
{
    each_block({daily, parameter, columns, columns, 0, 0}, threads, [&](const Block &block) {
        V gradient[STATES * PARTS], sum[SUMS * PARTS + 1] = {};
        block.load_all(STATES, state_end_gradient, gradient);
        if (every == 1) {
            adjoint_days(block, 0, days, tape + block.lane, block.lanes, output_gradient,
                daily_gradient, gradient, sum);
        } else {
            REAL *kept = new REAL[every * STATES * LANES];
            for (long first = (days - 1) / every * every; first >= 0; first -= every) {
                const long last = first + every < days ? first + every : days;
                V state[STATES * PARTS];
                block.load_all(STATES, tape + first / every * STATES * block.lanes, state);
                Keep sink{kept, first};
                run_days(block, first, last, state, sink);
                adjoint_days(block, first, last, kept, LANES, output_gradient, daily_gradient,
                    gradient, sum);
            }
            delete[] kept;
        }
        adjoint_end(block, sum, parameter_gradient);
        block.store_all(STATES, gradient, state_start_gradient);
    });
}
#endif
