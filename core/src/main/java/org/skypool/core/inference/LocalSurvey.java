package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.skypool.core.draws.DrawBlock;
import org.skypool.core.object.ObjectBlock;

/** The objects of a survey in this machine's memory, in blocks of a fixed size. */
public final class LocalSurvey implements RoundWork {
  private static final int OBJECTS_PER_BLOCK = 512;

  private final SurveyProblem problem;
  private final List<ObjectBlock> blocks;
  private final int threadCount;
  private final Threads threads;

  private LocalSurvey(SurveyProblem problem, List<ObjectBlock> blocks, int threadCount) {
    this.problem = problem;
    this.blocks = blocks;
    this.threadCount = threadCount;
    this.threads = new Threads(threadCount);
  }

  /**
   * Holds objects.
   *
   * @param objects in any blocks; their order is that of the results
   * @param threads how many work at a time; 1: the caller's own. No result depends on it
   */
  public static LocalSurvey of(SurveyProblem problem, List<ObjectBlock> objects, int threads) {
    List<ObjectBlock> blocks = new ArrayList<>();
    for (ObjectBlock block : objects) {
      for (int from = 0; from < block.size(); from += OBJECTS_PER_BLOCK) {
        int to = Math.min(block.size(), from + OBJECTS_PER_BLOCK);
        blocks.add(block.select(IntStream.range(from, to).toArray()));
      }
    }
    return new LocalSurvey(problem, List.copyOf(blocks), threads);
  }

  @Override
  public long objects() {
    return blocks.stream().mapToLong(ObjectBlock::size).sum();
  }

  @Override
  public LocalDraws draw(RoundPlan plan) {
    List<DrawBlock> draws = new ArrayList<>();
    Map<String, String> unusable = new LinkedHashMap<>();
    for (ObjectSampling.Result result : each(block -> plan.draw(problem, block))) {
      if (result.draws().objects() > 0) {
        draws.add(result.draws());
      }
      unusable.putAll(result.unusable());
    }
    return new LocalDraws(List.copyOf(draws), unusable, threadCount);
  }

  @Override
  public List<Comparison.Scores> compare(Comparison comparison) {
    return each(block -> comparison.of(problem, block)).stream().flatMap(List::stream).toList();
  }

  private <T> List<T> each(Function<ObjectBlock, T> work) {
    List<Callable<T>> tasks = new ArrayList<>();
    blocks.forEach(block -> tasks.add(() -> work.apply(block)));
    return threads.run(tasks);
  }
}
