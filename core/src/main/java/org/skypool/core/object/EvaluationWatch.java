package org.skypool.core.object;

/**
 * Told which object's likelihood the calling thread evaluates, so that another thread can say where
 * time goes. Called around every evaluation: must cost nanoseconds.
 */
public interface EvaluationWatch {

  /** Sees nothing. */
  EvaluationWatch NONE =
      new EvaluationWatch() {
        @Override
        public void begin(String id) {}

        @Override
        public void end() {}
      };

  /** The likelihood of an object is about to be evaluated. */
  void begin(String id);

  /** It was evaluated. */
  void end();
}
