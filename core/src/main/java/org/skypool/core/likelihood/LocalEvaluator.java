package org.skypool.core.likelihood;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Hyperpoint;
import org.skypool.core.expression.Program;

/**
 * Evaluates over blocks in this machine's memory, on several threads.
 *
 * <p>Each block's sums are formed in the order of its objects and folded in the order of the
 * blocks, so that the number of threads does not change a bit. Memory: three to five columns of 8
 * bytes per draw.
 */
public final class LocalEvaluator implements PopulationEvaluator {
  /** Objects of a subset that one thread evaluates at a time. */
  private static final int SUBSET_BLOCK = 256;

  /** Draws that one thread scans in less time than it takes to hand them to others. */
  private static final int QUICK_DRAWS = 10_000;

  private final Program program;
  private final List<EvidenceBlock> blocks;

  /** The blocks for sums: of fewer draws where these give the same. */
  private final List<EvidenceBlock> condensed;

  private final Optional<ExecutorService> threads;
  private final long objects;
  private final long draws;

  private LocalEvaluator(
      Program program, List<EvidenceBlock> blocks, Optional<ExecutorService> threads) {
    this.program = program;
    this.blocks = blocks;
    this.condensed = blocks.stream().map(EvidenceBlock::condensed).toList();
    this.threads = threads;
    this.objects = blocks.stream().mapToLong(EvidenceBlock::objects).sum();
    this.draws = blocks.stream().mapToLong(EvidenceBlock::draws).sum();
  }

  /**
   * Binds a log integrand to draws.
   *
   * @param logIntegrand {@code log f} per draw; log weights are added to it
   * @param hyperparameters their names, in the order of the vectors
   * @param blocks the draws, in a fixed order
   * @param threadCount how many threads evaluate; 1: the caller's own, and there is nothing to
   *     close
   */
  public static LocalEvaluator of(
      Expression logIntegrand,
      List<String> hyperparameters,
      List<DrawBlock> blocks,
      int threadCount) {
    return reading(
        EvidenceBlock.program(logIntegrand, hyperparameters),
        blocks.stream().<Callable<DrawBlock>>map(block -> () -> block).toList(),
        threadCount);
  }

  /**
   * Binds an integrand to draws that are read, several blocks at a time, and let go of as soon as
   * they are bound.
   *
   * @param program of {@link EvidenceBlock#program}
   * @param blocks read the draws, in a fixed order
   * @throws RuntimeException of a block that cannot be read
   */
  public static LocalEvaluator reading(
      Program program, List<Callable<DrawBlock>> blocks, int threadCount) {
    Optional<ExecutorService> threads =
        threadCount == 1 ? Optional.empty() : Optional.of(pool(threadCount));
    List<Callable<EvidenceBlock>> tasks = new ArrayList<>();
    for (Callable<DrawBlock> block : blocks) {
      tasks.add(() -> EvidenceBlock.of(program, block.call()));
    }
    try {
      return new LocalEvaluator(program, runAll(threads, tasks), threads);
    } catch (RuntimeException failed) {
      threads.ifPresent(ExecutorService::shutdownNow);
      throw failed;
    }
  }

  /**
   * Evaluates over what was bound before.
   *
   * @param program it was bound to
   * @param blocks in a fixed order
   */
  public static LocalEvaluator over(Program program, List<EvidenceBlock> blocks, int threadCount) {
    return new LocalEvaluator(
        program, blocks, threadCount == 1 ? Optional.empty() : Optional.of(pool(threadCount)));
  }

  private static ExecutorService pool(int threadCount) {
    return Executors.newFixedThreadPool(
        threadCount,
        task -> {
          Thread thread = new Thread(task, "population-fit");
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public double[] values(double[][] phis) {
    Hyperpoint[] points = points(phis, false);
    double[] sums = new double[phis.length];
    for (double[] partial : each(block -> block.values(points))) {
      for (int v = 0; v < sums.length; v++) {
        sums[v] += partial[v];
      }
    }
    return sums;
  }

  @Override
  public Gradients gradients(double[][] phis) {
    Hyperpoint[] points = points(phis, !program.hasMany());
    return EvidenceBlock.gradients(program, points, each(block -> block.sums(points)));
  }

  @Override
  public Set<String> withoutSupport(double[][] phis) {
    Hyperpoint[] points = program.at(phis, false);
    Set<String> ids = new TreeSet<>();
    each(block -> block.withoutSupport(points)).forEach(ids::addAll);
    return ids;
  }

  /** What every object says at one vector. */
  public ObjectEvidence evidence(double[] phi) {
    Hyperpoint point = program.at(phi, true);
    int n = Math.toIntExact(objects);
    List<String> ids = new ArrayList<>(n);
    double[] logEvidence = new double[n];
    double[] effective = new double[n];
    double[] variance = new double[n];
    double[][] scores = new double[n][];
    List<Callable<Void>> tasks = new ArrayList<>();
    int at = 0;
    for (EvidenceBlock block : blocks) {
      ids.addAll(block.ids());
      int start = at;
      tasks.add(
          () -> {
            block.evidence(point, start, logEvidence, effective, variance, scores);
            return null;
          });
      at += block.objects();
    }
    runAll(threads, tasks);
    return new ObjectEvidence(ids, logEvidence, effective, variance, scores);
  }

  /** {@code log Z_i} of every object at one vector, without derivatives. */
  public double[] logEvidence(double[] phi) {
    Hyperpoint point = program.at(phi, false);
    double[] logEvidence = new double[Math.toIntExact(objects)];
    List<Callable<Void>> tasks = new ArrayList<>();
    int at = 0;
    for (EvidenceBlock block : blocks) {
      int start = at;
      tasks.add(
          () -> {
            block.logEvidence(point, start, logEvidence);
            return null;
          });
      at += block.objects();
    }
    runAll(threads, tasks);
    return logEvidence;
  }

  /**
   * {@inheritDoc} Its draws are copied: three to five columns of 8 bytes each.
   *
   * @throws IllegalArgumentException if there are fewer objects
   */
  @Override
  public Optional<LocalEvaluator> subset(int number, long seed) {
    if (number < 1 || number > objects) {
      throw new IllegalArgumentException(
          "a subset of %d objects: at least 1, at most %d".formatted(number, objects));
    }
    record Candidate(SubsetKey key, EvidenceBlock.Member member) {}
    PriorityQueue<Candidate> smallest =
        new PriorityQueue<>(Comparator.comparing(Candidate::key).reversed());
    for (EvidenceBlock block : blocks) {
      for (int i = 0; i < block.objects(); i++) {
        smallest.add(
            new Candidate(
                SubsetKey.of(seed, block.ids().get(i)), new EvidenceBlock.Member(block, i)));
        if (smallest.size() > number) {
          smallest.remove();
        }
      }
    }
    List<EvidenceBlock.Member> members =
        smallest.stream()
            .sorted(Comparator.comparing(Candidate::key))
            .map(Candidate::member)
            .toList();
    List<EvidenceBlock> pieces = new ArrayList<>();
    for (int from = 0; from < number; from += SUBSET_BLOCK) {
      int to = Math.min(number, from + SUBSET_BLOCK);
      pieces.add(EvidenceBlock.gather(program, members.subList(from, to)));
    }
    return Optional.of(new LocalEvaluator(program, pieces, threads));
  }

  private Hyperpoint[] points(double[][] phis, boolean derivatives) {
    if (phis.length > VECTORS_PER_PASS) {
      throw new IllegalArgumentException(
          phis.length + " vectors in one pass, at most " + VECTORS_PER_PASS);
    }
    return program.at(phis, derivatives);
  }

  private <T> List<T> each(Function<EvidenceBlock, T> work) {
    List<Callable<T>> tasks = new ArrayList<>();
    int fewer = 0;
    for (EvidenceBlock block : condensed) {
      tasks.add(() -> work.apply(block));
      fewer += block.draws();
    }
    return runAll(fewer < QUICK_DRAWS ? Optional.empty() : threads, tasks);
  }

  private static <T> List<T> runAll(Optional<ExecutorService> threads, List<Callable<T>> tasks) {
    try {
      List<T> results = new ArrayList<>(tasks.size());
      if (threads.isEmpty()) {
        for (Callable<T> task : tasks) {
          results.add(task.call());
        }
        return results;
      }
      for (Future<T> future : threads.get().invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while evaluating the population", stop);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public long objects() {
    return objects;
  }

  @Override
  public long draws() {
    return draws;
  }

  @Override
  public void close() {
    threads.ifPresent(ExecutorService::shutdownNow);
  }
}
