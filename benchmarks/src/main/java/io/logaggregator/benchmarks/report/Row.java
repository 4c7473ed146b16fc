package io.logaggregator.benchmarks.report;

/**
 * A line of the table.
 *
 * @param measured the figure with its unit
 * @param against what it is compared with; may be empty, as all that follows
 */
public record Row(String what, String measured, String against, String ratio, String goal, String holds) {

    /** A figure on its own. */
    public static Row of(String what, String measured) {
        return new Row(what, measured, "", "", "", "");
    }

    /** This figure beside another, of which it is so much. */
    public Row against(String other, double itsRatio) {
        return new Row(what, measured, other, "%.2f".formatted(itsRatio), goal, holds);
    }

    /** This figure and what it is to be. */
    public Row judged(Goal itsGoal, double figure) {
        return new Row(what, measured, against, ratio, itsGoal.words(), itsGoal.holds(figure) ? "yes" : "**no**");
    }

    String markdown() {
        return "| " + String.join(" | ", what, measured, against, ratio, goal, holds) + " |";
    }
}
