package org.skypool.jobs.stage;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.config.StageHashes;

/**
 * What the stages of one run share.
 *
 * @param conf of storage
 * @param output folder of the run
 * @param hashes of the configuration, by stage
 * @param ledger of the output folder
 * @param sampled tables of draws of the run
 */
record RunScope(
    SparkSession spark,
    RunConfig config,
    SurveyModel model,
    Configuration conf,
    Path output,
    StageHashes hashes,
    Ledger ledger,
    Layout layout,
    SampledTables sampled) {}
