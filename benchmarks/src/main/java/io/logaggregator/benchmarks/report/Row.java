package io.logaggregator.benchmarks.report;

/**
 * A row of the table.
 *
 * @param measured the result with its unit
 * @param baseline the compared result; empty without one, as are the following components
 */
public record Row(String what, String measured, String baseline, String ratio, String goal, String holds) {

    /** A result without baseline and goal. */
    public static Row of(String what, String measured) {
        return new Row(what, measured, "", "", "", "");
    }

    /** Adds a baseline and the ratio to it. */
    public Row comparedTo(String other, double itsRatio) {
        return new Row(what, measured, other, "%.2f".formatted(itsRatio), goal, holds);
    }

    /** Adds a goal and whether it is met. */
    public Row withGoal(Goal itsGoal, double figure) {
        return new Row(what, measured, baseline, ratio, itsGoal.words(), itsGoal.holds(figure) ? "yes" : "**no**");
    }

    String markdown() {
        return "| " + String.join(" | ", what, measured, baseline, ratio, goal, holds) + " |";
    }
}
