package io.logaggregator.faults;

import java.util.SplittableRandom;

/** How busy one host is, beat for beat: for some beats so, then otherwise. */
final class CpuCurve {

    static final double CALM = 0.3;

    /** Calm, within the hysteresis, and beyond each step. */
    private static final double[] RATIOS = {CALM, CALM, 0.6, 0.78, 0.85, 0.93, 0.99};

    private static final int LONGEST_STRETCH = 6;

    private final SplittableRandom random;
    private double ratio;
    private int left;

    CpuCurve(SplittableRandom random) {
        this.random = random;
    }

    double next() {
        if (left == 0) {
            ratio = RATIOS[random.nextInt(RATIOS.length)];
            left = random.nextInt(1, LONGEST_STRETCH + 1);
        }
        left--;
        return ratio;
    }
}
