// The functions that are called from outside: blocks of cells shared among threads. A last block
// that is not full is moved back so that it overlaps the one before; it runs after the others. Fewer
// cells than lanes are run one by one.
extern "C" void forward(long days, long cells, const REAL *const *forcing, const REAL *parameter,
    const REAL *state0, REAL *tape, REAL *const *output, REAL *state_end, int threads)
{
    if (cells < LANES) {
        for (long at = 0; at < cells; ++at)
            forward_block<1>(days, cells, at, forcing, parameter, state0, tape, output, state_end);
        return;
    }
    const long full = cells / LANES;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (long block = 0; block < full; ++block)
        forward_block<LANES>(
            days, cells, block * LANES, forcing, parameter, state0, tape, output, state_end);
    if (cells % LANES)
        forward_block<LANES>(
            days, cells, cells - LANES, forcing, parameter, state0, tape, output, state_end);
}

#ifdef ADJOINT
extern "C" void adjoint(long days, long cells, const REAL *const *forcing, const REAL *parameter,
    const REAL *tape, const REAL *const *output_gradient, const REAL *state_end_gradient,
    REAL *parameter_gradient, REAL *state0_gradient, int threads)
{
    if (cells < LANES) {
        for (long at = 0; at < cells; ++at)
            adjoint_block<1>(days, cells, at, forcing, parameter, tape, output_gradient,
                state_end_gradient, parameter_gradient, state0_gradient);
        return;
    }
    const long full = cells / LANES;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (long block = 0; block < full; ++block)
        adjoint_block<LANES>(days, cells, block * LANES, forcing, parameter, tape,
            output_gradient, state_end_gradient, parameter_gradient, state0_gradient);
    if (cells % LANES)
        adjoint_block<LANES>(days, cells, cells - LANES, forcing, parameter, tape,
            output_gradient, state_end_gradient, parameter_gradient, state0_gradient);
}
#endif
