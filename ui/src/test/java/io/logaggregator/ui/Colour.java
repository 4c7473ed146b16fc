package io.logaggregator.ui;

import static java.util.stream.IntStream.range;

import java.util.List;

/**
 * A colour of the screen, in linear light.
 *
 * @see <a href="https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio">WCAG 2.2, contrast ratio</a>
 * @see <a href="https://www.inf.ufrgs.br/~oliveira/pubs_files/CVD_Simulation/CVD_Simulation.html">Machado, Oliveira and
 *     Fernandes 2009, simulation of colour vision deficiency</a>
 * @see <a href="https://bottosson.github.io/posts/oklab/">Ottosson, Oklab</a>
 */
record Colour(double red, double green, double blue) {

    /** The perception of colours by a group of viewers. */
    record Vision(String viewers, Mix red, Mix green, Mix blue) {

        static final List<Vision> ALL = List.of(
                new Vision("trichromats", new Mix(1, 0, 0), new Mix(0, 1, 0), new Mix(0, 0, 1)),
                new Vision(
                        "protanopes",
                        new Mix(0.152286, 1.052583, -0.204868),
                        new Mix(0.114503, 0.786281, 0.099216),
                        new Mix(-0.003882, -0.048116, 1.051998)),
                new Vision(
                        "deuteranopes",
                        new Mix(0.367322, 0.860646, -0.227968),
                        new Mix(0.280085, 0.672501, 0.047413),
                        new Mix(-0.011820, 0.042940, 0.968881)),
                new Vision(
                        "tritanopes",
                        new Mix(1.255528, -0.076749, -0.178779),
                        new Mix(-0.078411, 0.930809, 0.147602),
                        new Mix(0.004733, 0.691367, 0.303900)));

        Colour perceived(Colour colour) {
            return new Colour(red.of(colour), green.of(colour), blue.of(colour));
        }
    }

    /** The weights of the channels. */
    record Mix(double red, double green, double blue) {

        private double of(Colour colour) {
            return Math.clamp(red * colour.red + green * colour.green + blue * colour.blue, 0.0, 1.0);
        }
    }

    /** @param hex #rrggbb or #rgb */
    static Colour of(String hex) {
        String digits = hex.length() == 4 ? hex.replaceAll("([0-9a-f])", "$1$1") : hex;
        double[] channels = range(0, 3)
                .mapToDouble(index -> Integer.parseInt(digits.substring(1 + 2 * index, 3 + 2 * index), 16) / 255.0)
                .map(value -> value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4))
                .toArray();
        return new Colour(channels[0], channels[1], channels[2]);
    }

    /** The contrast ratio of WCAG 2.2, from 1 (equal) to 21 (black on white). */
    double contrast(Colour other) {
        double one = luminance();
        double two = other.luminance();
        return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    }

    private double luminance() {
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }

    /** The perceived distance in OKLab, where black to white is 100. */
    double distance(Colour other, Vision vision) {
        double[] one = vision.perceived(this).oklab();
        double[] two = vision.perceived(other).oklab();
        return 100
                * Math.sqrt(range(0, 3)
                        .mapToDouble(axis -> Math.pow(one[axis] - two[axis], 2))
                        .sum());
    }

    private double[] oklab() {
        double l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
        double m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
        double s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
        return new double[] {
            0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
        };
    }
}
