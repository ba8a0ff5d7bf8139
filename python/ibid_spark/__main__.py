"""What ``spark-submit`` is given; ``python -m ibid_spark`` is the same."""

import sys

from ibid_spark.main import main

sys.exit(main())
