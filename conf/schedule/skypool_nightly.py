"""One night of a survey as an Airflow DAG (Airflow 2.4 and newer, with the Apache Spark provider for clusters).

Exit code 4 of Skypool means: done and written, but a guard says that the answer is not to be trusted. The task that
runs it succeeds, so that nobody runs it again, and the task 'trust' fails, so that somebody looks.
"""

import datetime

from airflow import DAG
from airflow.exceptions import AirflowException
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator

CONF = "/data/nightly.conf"
OUTPUT = "/data/nightly"
RUN = (
    "/opt/skypool/jobs/skypool run {conf} --out {output}"
    " --set catalog.path=/data/catalogues/catalog-{{{{ ds }}}}.csv"
).format(conf=CONF, output=OUTPUT)

# On a cluster the same words go through spark-submit, which ends with the same exit codes in client mode:
#
#   from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
#   SparkSubmitOperator(
#       task_id="run", conn_id="spark_default", application="/opt/skypool/skypool-jobs-0.1.0.jar",
#       java_class="org.skypool.jobs.Main", deploy_mode="client",
#       application_args=["run", CONF, "--out", "hdfs:///survey/nightly",
#                         "--set", "catalog.path=hdfs:///survey/catalog-{{ ds }}.csv"])
#
# SparkSubmitOperator fails for every code but 0, code 4 among them: then let 'run' not retry (retries=0), and give
# 'trust' trigger_rule="all_done" so that it says which of the two it was.


def summary(line):
    """The last line of a run, 'status=ok release=... objects=...', as a dictionary."""
    return dict(pair.split("=", 1) for pair in line.split())


def trust(line):
    """Fails where the answer is not to be trusted."""
    values = summary(line)
    if values["status"] != "ok":
        raise AirflowException(
            "release {release} is written, but not to be trusted: see {report}".format(**values)
        )


with DAG(
    dag_id="skypool_nightly",
    schedule="40 2 * * *",
    start_date=datetime.datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 2, "retry_delay": datetime.timedelta(minutes=10)},
) as dag:
    # The last line of the output is the summary, which BashOperator hands on.
    run = BashOperator(
        task_id="run",
        bash_command=RUN + " 2>&1; code=$?; if [ $code = 4 ]; then code=0; fi; exit $code",
    )
    check = PythonOperator(
        task_id="trust",
        python_callable=trust,
        op_args=["{{ ti.xcom_pull(task_ids='run') }}"],
        retries=0,
    )
    run >> check
