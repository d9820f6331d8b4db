package org.skypool.jobs.stage;

import java.util.List;
import java.util.Set;
import org.skypool.core.object.ObjectBlock;
import org.skypool.jobs.io.RowCheck;

/**
 * Rejects rows whose measurements the object model cannot use: rows of the catalogue, or of the
 * table of observations where objects have several. Observations whose arguments need columns of
 * the object as well are left to the sampling.
 */
final class ArgumentCheck implements RowCheck {
  private static final long serialVersionUID = 1L;

  private final ModelText text;
  private transient SurveyModel model;
  private transient Set<String> mayLack;

  ArgumentCheck(ModelText text) {
    this.text = text;
  }

  private SurveyModel model() {
    if (model == null) {
      model = text.model();
    }
    return model;
  }

  @Override
  public boolean mayLack(String column) {
    if (mayLack == null) {
      mayLack = MissingObservables.columns(model());
    }
    return mayLack.contains(column);
  }

  @Override
  public String reject(double[] values) {
    ObjectColumns columns = model().objectColumns();
    boolean several = !columns.observed().isEmpty();
    if (several && model.argumentsNeedObjects()) {
      return null;
    }
    ObjectRow row =
        several
            ? new ObjectRow(new double[columns.object().size()], new double[][] {values})
            : ObjectRow.single(values);
    ObjectBlock one = columns.block(List.of(""), List.of(row));
    return model.atPriorCentre().orElseThrow().of(one).reject(0);
  }
}
