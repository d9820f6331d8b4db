package org.skypool.jobs.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.skypool.core.object.ObjectBlock;
import org.skypool.jobs.io.RowCheck;

/** Rejects catalogue rows whose measurements the object model cannot use. */
final class ArgumentCheck implements RowCheck {
  private static final long serialVersionUID = 1L;

  private final ModelText text;
  private transient SurveyModel model;

  ArgumentCheck(ModelText text) {
    this.text = text;
  }

  @Override
  public String reject(double[] values) {
    if (model == null) {
      model = text.model();
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int c = 0; c < values.length; c++) {
      columns.put(model.columns().get(c), new double[] {values[c]});
    }
    return model.likelihood().of(new ObjectBlock(List.of(""), columns)).reject(0);
  }
}
