package org.skypool.core.inference;

import java.util.List;
import java.util.Map;
import org.skypool.core.draws.DrawBlock;

/**
 * The points of all objects of a survey in one round.
 *
 * @param blocks in an order that depends on the survey alone; none of them empty
 * @param unusable reason by id of the objects that have no points
 */
public record RoundDraws(List<DrawBlock> blocks, Map<String, String> unusable) {

  /** Number of objects that have points. */
  public int objects() {
    return blocks.stream().mapToInt(DrawBlock::objects).sum();
  }

  /** Number of points of all objects. */
  public long draws() {
    return blocks.stream().mapToLong(DrawBlock::draws).sum();
  }

  /** The first part of every object's draws, one in {@code divisor}, as if there were no others. */
  public RoundDraws part(int divisor) {
    return new RoundDraws(blocks.stream().map(b -> b.part(divisor)).toList(), unusable);
  }
}
