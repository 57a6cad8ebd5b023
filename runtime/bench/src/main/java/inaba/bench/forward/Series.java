package inaba.bench.forward;

import java.util.Arrays;

/// Repeated measurements of one thing.
public record Series(double[] values) {
    public Series {
        values = values.clone();
        Arrays.sort(values);
    }

    /// What was measured in the same round, one by the other.
    public static Series ratio(double[] values, double[] by) {
        double[] ratios = new double[values.length];
        Arrays.setAll(ratios, i -> values[i] / by[i]);
        return new Series(ratios);
    }

    public double median() {
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    public double least() {
        return values[0];
    }

    public double most() {
        return values[values.length - 1];
    }
}
