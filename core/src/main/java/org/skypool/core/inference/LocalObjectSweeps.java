package org.skypool.core.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.skypool.core.object.ObjectBlock;

/** Updates objects in this machine's memory, in blocks of a fixed size, on several threads. */
public final class LocalObjectSweeps implements ObjectSweeps {
  private static final int OBJECTS_PER_BLOCK = 512;

  private final List<BlockSweeps> blocks = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>(List.of(0));
  private final Threads threads;

  /**
   * Holds objects.
   *
   * @param objects in the order of the states
   * @param threads how many work at a time; 1: the caller's own. No result depends on it
   */
  public LocalObjectSweeps(GibbsModel model, ObjectBlock objects, int threads) {
    this.threads = new Threads(threads);
    for (int from = 0; from < objects.size(); from += OBJECTS_PER_BLOCK) {
      int to = Math.min(objects.size(), from + OBJECTS_PER_BLOCK);
      blocks.add(new BlockSweeps(model, objects.select(IntStream.range(from, to).toArray())));
      starts.add(to);
    }
  }

  @Override
  public ObjectStates sweep(SweepPlan plan, ObjectStates states) {
    List<Callable<ObjectStates>> tasks = new ArrayList<>();
    for (int b = 0; b < blocks.size(); b++) {
      BlockSweeps block = blocks.get(b);
      ObjectStates own = states.slice(starts.get(b), starts.get(b + 1));
      tasks.add(() -> block.sweep(plan, own));
    }
    return ObjectStates.concatenate(threads.run(tasks));
  }
}
