package dev.tidings.benchmarks.retrieval;

import java.util.Random;
import java.util.SplittableRandom;

/**
 * Vectors that no model made. The same number gives the same vector; questions count downwards from
 * −1.
 *
 * <ul>
 *   <li>{@link Kind#RANDOM}: each of its numbers is drawn for itself. All are about equally far
 *       from each other, which is the worst that an index of nearest ones can meet.
 *   <li>{@link Kind#LATENT}: drawn in {@value #LATENT} dimensions, mapped into all, with a little
 *       noise; as a model's vectors, which also vary in fewer directions than they have numbers.
 * </ul>
 */
final class Vectors {
  private static final int LATENT = 32;
  private static final float NOISE = 0.3f;

  private final Kind kind;
  private final int dimensions;
  private final float[][] map;

  Vectors(Kind kind, int dimensions) {
    this.kind = kind;
    this.dimensions = dimensions;
    this.map = new float[LATENT][];
    Random random = new Random(5);
    for (int i = 0; i < LATENT; i++) {
      map[i] = new float[dimensions];
      for (int j = 0; j < dimensions; j++) {
        map[i][j] = (float) random.nextGaussian() / (float) Math.sqrt(LATENT);
      }
    }
  }

  /** How vectors are spread. */
  enum Kind {
    RANDOM,
    LATENT
  }

  int dimensions() {
    return dimensions;
  }

  /** The vector of a number, of length 1. */
  float[] of(int number) {
    SplittableRandom random = new SplittableRandom(number * 0xBF58476D1CE4E5B9L);
    float[] vector = new float[dimensions];
    float scale = kind == Kind.RANDOM ? 1 : NOISE;
    for (int j = 0; j < dimensions; j++) {
      vector[j] = scale * drawn(random);
    }
    if (kind == Kind.LATENT) {
      for (float[] direction : map) {
        float share = drawn(random);
        for (int j = 0; j < dimensions; j++) {
          vector[j] += share * direction[j];
        }
      }
    }
    float length = (float) Math.sqrt(product(vector, vector));
    for (int j = 0; j < dimensions; j++) {
      vector[j] /= length;
    }
    return vector;
  }

  /** Near enough to the normal distribution, with a variance of 1: the sum of four dice. */
  private static float drawn(SplittableRandom random) {
    long bits = random.nextLong();
    float sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
    return (sum / 65_536f - 2) * 1.7320508f;
  }

  static float product(float[] a, float[] b) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    for (int i = 0; i < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    return s0 + s1 + s2 + s3;
  }
}
