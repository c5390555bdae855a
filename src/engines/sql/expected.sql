-- a page, every type, sorted, with hostile names
postgres: SELECT t."id", t."price"::text, t."name", t."day"::text, t."at"::text, t."mood"::text, t."code", t."key"::text, t."data"::text, t."tags"::text, t."raw"::text, t."a""b" FROM (SELECT t."id", t."price", t."name", t."day", t."at", t."mood", t."code", t."key", t."data", t."tags", t."raw", t."a""b" FROM "we""ird"."'; drop table t--" AS t ORDER BY t."at" DESC, t."id" ASC LIMIT 51 OFFSET 100) AS t ORDER BY t."at" DESC, t."id" ASC
mysql: SELECT t.`id`, t.`price`, t.`name`, CAST(t.`day` AS CHAR CHARACTER SET utf8mb4), CONCAT(CAST(t.`at` AS CHAR CHARACTER SET utf8mb4), '+00'), CAST(t.`mood` AS CHAR CHARACTER SET utf8mb4), t.`code`, CAST(t.`key` AS CHAR CHARACTER SET utf8mb4), CAST(t.`data` AS CHAR CHARACTER SET utf8mb4), CAST(t.`tags` AS CHAR CHARACTER SET utf8mb4), t.`raw`, t.`a"b` FROM `we"ird`.`'; drop table t--` AS t ORDER BY t.`at` IS NULL DESC, t.`at` DESC, t.`id` IS NULL ASC, t.`id` ASC LIMIT 51 OFFSET 100
sqlite: SELECT t."id", t."price", t."name", t."day", t."at", t."mood", t."code", t."key", t."data", t."tags", t."raw", t."a""b" FROM "we""ird"."'; drop table t--" AS t ORDER BY t."at" DESC NULLS FIRST, t."id" ASC NULLS LAST LIMIT 51 OFFSET 100

-- sorting what has no order of its own
postgres: SELECT t."id" FROM (SELECT t."id", t."j", t."p", t."i" FROM "orders" AS t ORDER BY t."j"::text ASC, t."p"::text DESC, t."i" DESC OFFSET 7) AS t ORDER BY t."j"::text ASC, t."p"::text DESC, t."i" DESC
mysql: SELECT t.`id` FROM `orders` AS t ORDER BY CONVERT(CAST(t.`j` AS CHAR CHARACTER SET utf8mb4) USING utf8mb4) COLLATE utf8mb4_bin IS NULL ASC, CONVERT(CAST(t.`j` AS CHAR CHARACTER SET utf8mb4) USING utf8mb4) COLLATE utf8mb4_bin ASC, CONVERT(ST_AsText(t.`p`) USING utf8mb4) COLLATE utf8mb4_bin IS NULL DESC, CONVERT(ST_AsText(t.`p`) USING utf8mb4) COLLATE utf8mb4_bin DESC, CONVERT(CAST(t.`i` AS CHAR CHARACTER SET utf8mb4) USING utf8mb4) COLLATE utf8mb4_bin IS NULL DESC, CONVERT(CAST(t.`i` AS CHAR CHARACTER SET utf8mb4) USING utf8mb4) COLLATE utf8mb4_bin DESC LIMIT 18446744073709551615 OFFSET 7
sqlite: SELECT t."id" FROM "main"."orders" AS t ORDER BY t."j" ASC NULLS LAST, t."p" DESC NULLS FIRST, t."i" DESC NULLS FIRST LIMIT -1 OFFSET 7

-- sorting by what is never NULL
postgres: SELECT t."id" FROM (SELECT t."id" FROM "orders" AS t ORDER BY t."id" DESC LIMIT 51) AS t ORDER BY t."id" DESC
mysql: SELECT t.`id` FROM `orders` AS t ORDER BY t.`id` DESC LIMIT 51
sqlite: SELECT t."id" FROM "main"."orders" AS t ORDER BY t."id" DESC LIMIT 51

-- no columns
postgres: SELECT NULL FROM "orders" AS t
mysql: SELECT NULL FROM `orders` AS t
sqlite: SELECT NULL FROM "main"."orders" AS t

-- count all
postgres: SELECT count(*) FROM "orders" AS t
mysql: SELECT count(*) FROM `orders` AS t
sqlite: SELECT count(*) FROM "main"."orders" AS t

-- count up to a number
postgres: SELECT count(*) FROM (SELECT 1 FROM "orders" AS t WHERE t."id" > $1::text::bigint LIMIT 10000) AS s
  with ["5"]
mysql: SELECT count(*) FROM (SELECT 1 FROM `orders` AS t WHERE t.`id` > ? LIMIT 10000) AS s
  with [5]
sqlite: SELECT count(*) FROM (SELECT 1 FROM "main"."orders" AS t WHERE t."id" > ?1 LIMIT 10000) AS s
  with [5]

-- search
postgres: SELECT count(*) FROM "orders" AS t WHERE (t."id"::text ILIKE $1::text ESCAPE '!' OR (t."name" ILIKE $1::text ESCAPE '!' OR t."mood"::text ILIKE $1::text ESCAPE '!'))
  with ["%50!%!_!!%"]
mysql: SELECT count(*) FROM `orders` AS t WHERE (LOWER(CONVERT(t.`id` USING utf8mb4)) COLLATE utf8mb4_bin LIKE LOWER(?) ESCAPE '!' OR (LOWER(CONVERT(t.`name` USING utf8mb4)) COLLATE utf8mb4_bin LIKE LOWER(?) ESCAPE '!' OR LOWER(CONVERT(CAST(t.`mood` AS CHAR CHARACTER SET utf8mb4) USING utf8mb4)) COLLATE utf8mb4_bin LIKE LOWER(?) ESCAPE '!'))
  with ["%50!%!_!!%","%50!%!_!!%","%50!%!_!!%"]
sqlite: SELECT count(*) FROM "main"."orders" AS t WHERE (lower(t."id") LIKE lower(?1) ESCAPE '!' OR (lower(t."name") LIKE lower(?1) ESCAPE '!' OR lower(t."mood") LIKE lower(?1) ESCAPE '!'))
  with ["%50!%!_!!%"]

-- search in nothing
postgres: SELECT count(*) FROM "orders" AS t WHERE $1::text IS NULL
  with ["%x%"]
mysql: SELECT count(*) FROM `orders` AS t WHERE CAST(? AS CHAR CHARACTER SET utf8mb4) IS NULL
  with ["%x%"]
sqlite: SELECT count(*) FROM "main"."orders" AS t WHERE CAST(?1 AS TEXT) IS NULL
  with ["%x%"]

-- several conditions
postgres: SELECT t."id" FROM "orders" AS t WHERE t."name" ILIKE $1::text ESCAPE '!' AND t."id" IN ($2::text::bigint, $3::text::bigint) AND t."name" IS NULL AND t."name" IS NOT NULL AND t."name" ILIKE $4::text ESCAPE '!' LIMIT 51
  with ["a!_b%","1","2","%x%"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE LOWER(CONVERT(t.`name` USING utf8mb4)) COLLATE utf8mb4_bin LIKE LOWER(?) ESCAPE '!' AND t.`id` IN (?, ?) AND t.`name` IS NULL AND t.`name` IS NOT NULL AND LOWER(CONVERT(t.`name` USING utf8mb4)) COLLATE utf8mb4_bin LIKE LOWER(?) ESCAPE '!' LIMIT 51
  with ["a!_b%",1,2,"%x%"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE lower(t."name") LIKE lower(?1) ESCAPE '!' AND t."id" IN (?2, ?3) AND t."name" IS NULL AND t."name" IS NOT NULL AND lower(t."name") LIKE lower(?4) ESCAPE '!' LIMIT 51
  with ["a!_b%",1,2,"%x%"]

-- integer
postgres: SELECT t."id" FROM "orders" AS t WHERE t."id" = $1::text::bigint LIMIT 51
  with ["-9223372036854775808"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE t.`id` = ? LIMIT 51
  with [-9223372036854775808]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."id" = ?1 LIMIT 51
  with [-9223372036854775808]

-- numeric is not rounded to the column's scale
postgres: SELECT t."id" FROM "orders" AS t WHERE t."price" > $1::text::numeric LIMIT 51
  with ["1.996"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE t.`price` > CAST(? AS DECIMAL(65,3)) LIMIT 51
  with ["1.996"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."price" > ?1 LIMIT 51
  with [1.996]

-- real
postgres: SELECT t."id" FROM "orders" AS t WHERE t."r" <= $1::text::real LIMIT 51
  with ["0.1"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE t.`r` <= ? LIMIT 51
  with [0.10000000149011612]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."r" <= ?1 LIMIT 51
  with [0.1]

-- 64 bits without a sign
postgres: SELECT t."id" FROM "orders" AS t WHERE t."u" = $1::text::bigint unsigned LIMIT 51
  with ["18446744073709551615"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE t.`u` = CAST(? AS DECIMAL(65,0)) LIMIT 51
  with ["18446744073709551615"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."u" = ?1 LIMIT 51
  with [1.8446744073709552e+19]

-- a fraction with an exponent
postgres: SELECT t."id" FROM "orders" AS t WHERE t."price" < $1::text::numeric LIMIT 51
  with ["1.5e-3"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE t.`price` < CAST(? AS DECIMAL(65,4)) LIMIT 51
  with ["1.5e-3"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."price" < ?1 LIMIT 51
  with [0.0015]

-- money
postgres: SELECT t."id" FROM "orders" AS t WHERE t."m" >= $1::text::money LIMIT 51
  with ["5"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE t.`m` >= CAST(? AS DECIMAL(65,0)) LIMIT 51
  with ["5"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."m" >= ?1 LIMIT 51
  with [5]

-- varchar is not cut to the column's length
postgres: SELECT t."id" FROM "orders" AS t WHERE t."name" <> $1::text LIMIT 51
  with ["a'b"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE t.`name` <> ? LIMIT 51
  with ["a'b"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."name" <> ?1 LIMIT 51
  with ["a'b"]

-- char compares with blanks filled
postgres: SELECT t."id" FROM "orders" AS t WHERE t."code" = $1::text::bpchar LIMIT 51
  with ["ab"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE t.`code` = ? LIMIT 51
  with ["ab"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."code" = ?1 LIMIT 51
  with ["ab"]

-- enum in an odd schema
postgres: SELECT t."id" FROM "orders" AS t WHERE t."mood" = $1::text::"odd (schema)".mood LIMIT 51
  with ["sad"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE t.`mood` = ? LIMIT 51
  with ["sad"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."mood" = ?1 LIMIT 51
  with ["sad"]

-- text with a hostile name
postgres: SELECT t."id" FROM "orders" AS t WHERE t."a""b" ILIKE $1::text ESCAPE '!' LIMIT 51
  with ["%\\%"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE LOWER(CONVERT(t.`a"b` USING utf8mb4)) COLLATE utf8mb4_bin LIKE LOWER(?) ESCAPE '!' LIMIT 51
  with ["%\\%"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE lower(t."a""b") LIKE lower(?1) ESCAPE '!' LIMIT 51
  with ["%\\%"]

-- boolean
postgres: SELECT t."id" FROM "orders" AS t WHERE t."ok" = $1::text::boolean LIMIT 51
  with ["true"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE t.`ok` = ? LIMIT 51
  with [1]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."ok" = ?1 LIMIT 51
  with [1]

-- date
postgres: SELECT t."id" FROM "orders" AS t WHERE t."day" < $1::text::date LIMIT 51
  with ["2024-03-01"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE t.`day` < CAST(? AS DATETIME(6)) LIMIT 51
  with ["2024-03-01"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE strftime('%Y-%m-%d %H:%M:%f', CASE WHEN typeof(t."day") <> 'integer' THEN t."day" WHEN abs(t."day") < 100000000000 THEN t."day" / 86400.0 + 2440587.5 ELSE t."day" / 86400000.0 + 2440587.5 END) < strftime('%Y-%m-%d %H:%M:%f', ?1) LIMIT 51
  with ["2024-03-01"]

-- time
postgres: SELECT t."id" FROM "orders" AS t WHERE t."hour" < $1::text::time without time zone LIMIT 51
  with ["12:00:00"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE t.`hour` < CAST(? AS TIME(6)) LIMIT 51
  with ["12:00:00"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."hour" < ?1 LIMIT 51
  with ["12:00:00"]

-- moment
postgres: SELECT t."id" FROM "orders" AS t WHERE t."at" >= $1::text::timestamp with time zone LIMIT 51
  with ["2024-03-01"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE t.`at` >= CAST(? AS DATETIME(6)) LIMIT 51
  with ["2024-03-01"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE strftime('%Y-%m-%d %H:%M:%f', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END) >= strftime('%Y-%m-%d %H:%M:%f', ?1) LIMIT 51
  with ["2024-03-01"]

-- json
postgres: SELECT t."id" FROM "orders" AS t WHERE t."j"::text = $1::text LIMIT 51
  with ["{}"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE CONVERT(CAST(t.`j` AS CHAR CHARACTER SET utf8mb4) USING utf8mb4) COLLATE utf8mb4_bin = ? LIMIT 51
  with ["{}"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."j" = ?1 LIMIT 51
  with ["{}"]

-- array
postgres: SELECT t."id" FROM "orders" AS t WHERE t."tags"::text ILIKE $1::text ESCAPE '!' LIMIT 51
  with ["%a%"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE LOWER(CONVERT(CAST(t.`tags` AS CHAR CHARACTER SET utf8mb4) USING utf8mb4)) COLLATE utf8mb4_bin LIKE LOWER(?) ESCAPE '!' LIMIT 51
  with ["%a%"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE lower(t."tags") LIKE lower(?1) ESCAPE '!' LIMIT 51
  with ["%a%"]

-- bits
postgres: SELECT t."id" FROM "orders" AS t WHERE t."b" = $1::text::varbit LIMIT 51
  with ["101"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE CONVERT(LPAD(BIN(t.`b` + 0), 3, '0') USING utf8mb4) COLLATE utf8mb4_bin = ? LIMIT 51
  with ["101"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."b" = ?1 LIMIT 51
  with ["101"]

-- a type's text that is not one
postgres: SELECT t."id" FROM "orders" AS t WHERE t."x" = $1::text LIMIT 51
  with ["1"]
mysql: SELECT t.`id` FROM `orders` AS t WHERE t.`x` = ? LIMIT 51
  with ["1"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."x" = ?1 LIMIT 51
  with ["1"]

-- per minute
postgres: SELECT to_char(date_trunc('minute', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD"T"HH24:MI'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
mysql: SELECT DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-%dT%H:%i'), count(*) FROM `orders` AS t GROUP BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-%dT%H:%i') ORDER BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-%dT%H:%i') IS NULL ASC, DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-%dT%H:%i') ASC LIMIT 1001
sqlite: SELECT strftime('%Y-%m-%dT%H:%M', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- per hour
postgres: SELECT to_char(date_trunc('hour', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD"T"HH24:MI'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
mysql: SELECT DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-%dT%H:00'), count(*) FROM `orders` AS t GROUP BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-%dT%H:00') ORDER BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-%dT%H:00') IS NULL ASC, DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-%dT%H:00') ASC LIMIT 1001
sqlite: SELECT strftime('%Y-%m-%dT%H:00', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- per day
postgres: SELECT to_char(date_trunc('day', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
mysql: SELECT DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-%d'), count(*) FROM `orders` AS t GROUP BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-%d') ORDER BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-%d') IS NULL ASC, DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-%d') ASC LIMIT 1001
sqlite: SELECT strftime('%Y-%m-%d', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- per week
postgres: SELECT to_char(date_trunc('week', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
mysql: SELECT DATE_FORMAT((t.`at` + INTERVAL 0 SECOND) - INTERVAL WEEKDAY(t.`at`) DAY, '%Y-%m-%d'), count(*) FROM `orders` AS t GROUP BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND) - INTERVAL WEEKDAY(t.`at`) DAY, '%Y-%m-%d') ORDER BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND) - INTERVAL WEEKDAY(t.`at`) DAY, '%Y-%m-%d') IS NULL ASC, DATE_FORMAT((t.`at` + INTERVAL 0 SECOND) - INTERVAL WEEKDAY(t.`at`) DAY, '%Y-%m-%d') ASC LIMIT 1001
sqlite: SELECT strftime('%Y-%m-%d', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END, '-6 days', 'weekday 1'), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- per month
postgres: SELECT to_char(date_trunc('month', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
mysql: SELECT DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-01'), count(*) FROM `orders` AS t GROUP BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-01') ORDER BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-01') IS NULL ASC, DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-01') ASC LIMIT 1001
sqlite: SELECT strftime('%Y-%m-01', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- per quarter
postgres: SELECT to_char(date_trunc('quarter', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
mysql: SELECT CONCAT(DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y'), ELT(QUARTER(t.`at`), '-01-01', '-04-01', '-07-01', '-10-01')), count(*) FROM `orders` AS t GROUP BY CONCAT(DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y'), ELT(QUARTER(t.`at`), '-01-01', '-04-01', '-07-01', '-10-01')) ORDER BY CONCAT(DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y'), ELT(QUARTER(t.`at`), '-01-01', '-04-01', '-07-01', '-10-01')) IS NULL ASC, CONCAT(DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y'), ELT(QUARTER(t.`at`), '-01-01', '-04-01', '-07-01', '-10-01')) ASC LIMIT 1001
sqlite: SELECT strftime('%Y', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END) || substr('-01-01-04-01-07-01-10-01', (strftime('%m', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END) + 2) / 3 * 6 - 5, 6), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- per year
postgres: SELECT to_char(date_trunc('year', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
mysql: SELECT DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-01-01'), count(*) FROM `orders` AS t GROUP BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-01-01') ORDER BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-01-01') IS NULL ASC, DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-01-01') ASC LIMIT 1001
sqlite: SELECT strftime('%Y-01-01', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- dates per month
postgres: SELECT to_char(date_trunc('month', t."day"::timestamp), 'YYYY-MM-DD'), sum(t."price")::numeric::text FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
mysql: SELECT DATE_FORMAT((t.`day` + INTERVAL 0 SECOND), '%Y-%m-01'), sum(t.`price`) FROM `orders` AS t GROUP BY DATE_FORMAT((t.`day` + INTERVAL 0 SECOND), '%Y-%m-01') ORDER BY DATE_FORMAT((t.`day` + INTERVAL 0 SECOND), '%Y-%m-01') IS NULL ASC, DATE_FORMAT((t.`day` + INTERVAL 0 SECOND), '%Y-%m-01') ASC LIMIT 1001
sqlite: SELECT strftime('%Y-%m-01', CASE WHEN typeof(t."day") <> 'integer' THEN t."day" WHEN abs(t."day") < 100000000000 THEN t."day" / 86400.0 + 2440587.5 ELSE t."day" / 86400000.0 + 2440587.5 END), sum(t."price") FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- every measure, top list
postgres: SELECT t."name", sum(t."id")::numeric::text, avg(t."price")::numeric::text, sum(t."m"::numeric)::numeric::text, avg(t."d")::double precision, min(t."day")::text, max(t."price")::text, count(t."name"), count(DISTINCT t."j"::text) FROM "orders" AS t GROUP BY t."name" ORDER BY sum(t."id") DESC NULLS LAST, t."name" ASC LIMIT 1001
mysql: SELECT t.`name`, sum(t.`id`), avg(t.`price`), sum(t.`m`), avg(t.`d`), CAST(min(t.`day`) AS CHAR CHARACTER SET utf8mb4), max(t.`price`), count(t.`name`), count(DISTINCT CONVERT(CAST(t.`j` AS CHAR CHARACTER SET utf8mb4) USING utf8mb4) COLLATE utf8mb4_bin) FROM `orders` AS t GROUP BY t.`name` ORDER BY sum(t.`id`) DESC, t.`name` IS NULL ASC, t.`name` ASC LIMIT 1001
sqlite: SELECT t."name", sum(t."id"), avg(t."price"), sum(t."m"), avg(t."d"), min(t."day"), max(t."price"), count(t."name"), count(DISTINCT t."j") FROM "main"."orders" AS t GROUP BY t."name" ORDER BY sum(t."id") DESC NULLS LAST, t."name" ASC NULLS LAST LIMIT 1001

-- all rows as one group
postgres: SELECT sum(t."price")::numeric::text FROM "orders" AS t WHERE t."id" > $1::text::bigint LIMIT 101
  with ["5"]
mysql: SELECT sum(t.`price`) FROM `orders` AS t WHERE t.`id` > ? LIMIT 101
  with [5]
sqlite: SELECT sum(t."price") FROM "main"."orders" AS t WHERE t."id" > ?1 LIMIT 101
  with [5]

-- two groups
postgres: SELECT to_char(date_trunc('month', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD'), t."name", sum(t."price")::numeric::text FROM "orders" AS t GROUP BY 1, t."name" ORDER BY 1 ASC, t."name" ASC LIMIT 101
mysql: SELECT DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-01'), t.`name`, sum(t.`price`) FROM `orders` AS t GROUP BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-01'), t.`name` ORDER BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-01') IS NULL ASC, DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-01') ASC, t.`name` IS NULL ASC, t.`name` ASC LIMIT 101
sqlite: SELECT strftime('%Y-%m-01', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END), t."name", sum(t."price") FROM "main"."orders" AS t GROUP BY 1, t."name" ORDER BY 1 ASC NULLS LAST, t."name" ASC NULLS LAST LIMIT 101

-- the least first
postgres: SELECT t."name", sum(t."price")::numeric::text FROM "orders" AS t GROUP BY t."name" ORDER BY sum(t."price") ASC NULLS LAST, t."name" ASC LIMIT 101
mysql: SELECT t.`name`, sum(t.`price`) FROM `orders` AS t GROUP BY t.`name` ORDER BY sum(t.`price`) IS NULL, sum(t.`price`) ASC, t.`name` IS NULL ASC, t.`name` ASC LIMIT 101
sqlite: SELECT t."name", sum(t."price") FROM "main"."orders" AS t GROUP BY t."name" ORDER BY sum(t."price") ASC NULLS LAST, t."name" ASC NULLS LAST LIMIT 101

-- the last first
postgres: SELECT to_char(date_trunc('year', t."day"::timestamp), 'YYYY-MM-DD'), sum(t."price")::numeric::text FROM "orders" AS t GROUP BY 1 ORDER BY 1 DESC LIMIT 101
mysql: SELECT DATE_FORMAT((t.`day` + INTERVAL 0 SECOND), '%Y-01-01'), sum(t.`price`) FROM `orders` AS t GROUP BY DATE_FORMAT((t.`day` + INTERVAL 0 SECOND), '%Y-01-01') ORDER BY DATE_FORMAT((t.`day` + INTERVAL 0 SECOND), '%Y-01-01') IS NULL DESC, DATE_FORMAT((t.`day` + INTERVAL 0 SECOND), '%Y-01-01') DESC LIMIT 101
sqlite: SELECT strftime('%Y-01-01', CASE WHEN typeof(t."day") <> 'integer' THEN t."day" WHEN abs(t."day") < 100000000000 THEN t."day" / 86400.0 + 2440587.5 ELSE t."day" / 86400000.0 + 2440587.5 END), sum(t."price") FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 DESC NULLS FIRST LIMIT 101

-- the greatest five and the rest
postgres: SELECT r0.v, sum(t."price")::numeric::text, r0.n FROM "orders" AS t LEFT JOIN (SELECT t."name" AS v, t."name" AS k, 1 AS n FROM "orders" AS t WHERE t."id" > $1::text::bigint GROUP BY t."name" ORDER BY sum(t."price") DESC NULLS LAST, t."name" ASC LIMIT 5) AS r0 ON t."name" IS NOT DISTINCT FROM r0.k WHERE t."id" > $2::text::bigint GROUP BY r0.k, r0.n, r0.v ORDER BY r0.n ASC, sum(t."price") DESC NULLS LAST, r0.k ASC LIMIT 101
  with ["5","5"]
mysql: SELECT r0.v, sum(t.`price`), r0.n FROM `orders` AS t LEFT JOIN (SELECT t.`name` AS v, t.`name` AS k, 1 AS n FROM `orders` AS t WHERE t.`id` > ? GROUP BY t.`name` ORDER BY sum(t.`price`) DESC, t.`name` IS NULL ASC, t.`name` ASC LIMIT 5) AS r0 ON t.`name` <=> r0.k WHERE t.`id` > ? GROUP BY r0.k, r0.n, r0.v ORDER BY r0.n IS NULL ASC, r0.n ASC, sum(t.`price`) DESC, r0.k IS NULL ASC, r0.k ASC LIMIT 101
  with [5,5]
sqlite: SELECT r0.v, sum(t."price"), r0.n FROM "main"."orders" AS t LEFT JOIN (SELECT t."name" AS v, t."name" AS k, 1 AS n FROM "main"."orders" AS t WHERE t."id" > ?1 GROUP BY t."name" ORDER BY sum(t."price") DESC NULLS LAST, t."name" ASC NULLS LAST LIMIT 5) AS r0 ON t."name" IS r0.k WHERE t."id" > ?2 GROUP BY r0.k, r0.n, r0.v ORDER BY r0.n ASC NULLS LAST, sum(t."price") DESC NULLS LAST, r0.k ASC NULLS LAST LIMIT 101
  with [5,5]

-- per month the greatest five and the rest
postgres: SELECT to_char(date_trunc('month', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD'), r1.v, sum(t."price")::numeric::text, r1.n FROM "orders" AS t LEFT JOIN (SELECT t."name" AS v, t."name" AS k, 1 AS n FROM "orders" AS t WHERE t."id" > $1::text::bigint GROUP BY t."name" ORDER BY sum(t."price") DESC NULLS LAST, t."name" ASC LIMIT 5) AS r1 ON t."name" IS NOT DISTINCT FROM r1.k WHERE t."id" > $2::text::bigint GROUP BY 1, r1.k, r1.n, r1.v ORDER BY r1.n ASC, 1 ASC, r1.k ASC LIMIT 101
  with ["5","5"]
mysql: SELECT DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-01'), r1.v, sum(t.`price`), r1.n FROM `orders` AS t LEFT JOIN (SELECT t.`name` AS v, t.`name` AS k, 1 AS n FROM `orders` AS t WHERE t.`id` > ? GROUP BY t.`name` ORDER BY sum(t.`price`) DESC, t.`name` IS NULL ASC, t.`name` ASC LIMIT 5) AS r1 ON t.`name` <=> r1.k WHERE t.`id` > ? GROUP BY DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-01'), r1.k, r1.n, r1.v ORDER BY r1.n IS NULL ASC, r1.n ASC, DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-01') IS NULL ASC, DATE_FORMAT((t.`at` + INTERVAL 0 SECOND), '%Y-%m-01') ASC, r1.k IS NULL ASC, r1.k ASC LIMIT 101
  with [5,5]
sqlite: SELECT strftime('%Y-%m-01', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END), r1.v, sum(t."price"), r1.n FROM "main"."orders" AS t LEFT JOIN (SELECT t."name" AS v, t."name" AS k, 1 AS n FROM "main"."orders" AS t WHERE t."id" > ?1 GROUP BY t."name" ORDER BY sum(t."price") DESC NULLS LAST, t."name" ASC NULLS LAST LIMIT 5) AS r1 ON t."name" IS r1.k WHERE t."id" > ?2 GROUP BY 1, r1.k, r1.n, r1.v ORDER BY r1.n ASC NULLS LAST, 1 ASC NULLS LAST, r1.k ASC NULLS LAST LIMIT 101
  with [5,5]

-- percentiles
postgres: SELECT t."name", percentile_cont(0.9) WITHIN GROUP (ORDER BY t."price"::double precision), sum(t."price")::numeric::text, count(*) FROM "orders" AS t WHERE t."id" > $1::text::bigint GROUP BY t."name" ORDER BY percentile_cont(0.9) WITHIN GROUP (ORDER BY t."price"::double precision) DESC NULLS LAST, t."name" ASC LIMIT 101
  with ["5"]
mysql: SELECT s.v0, sum(CASE WHEN abs(s.p0 - 1 - 0.9 * (s.c0 - 1)) < 1 THEN s.m0 * (1 - abs(s.p0 - 1 - 0.9 * (s.c0 - 1))) END), sum(s.m1), count(*) FROM (SELECT t.`name` AS v0, t.`name` AS k0, t.`price` AS m0, row_number() OVER (PARTITION BY t.`name` ORDER BY t.`price` IS NULL, t.`price`) AS p0, count(t.`price`) OVER (PARTITION BY t.`name`) AS c0, t.`price` AS m1 FROM `orders` AS t WHERE t.`id` > ?) AS s GROUP BY s.k0, s.v0 ORDER BY sum(CASE WHEN abs(s.p0 - 1 - 0.9 * (s.c0 - 1)) < 1 THEN s.m0 * (1 - abs(s.p0 - 1 - 0.9 * (s.c0 - 1))) END) DESC, s.k0 IS NULL ASC, s.k0 ASC LIMIT 101
  with [5]
sqlite: SELECT s.v0, sum(CASE WHEN abs(s.p0 - 1 - 0.9 * (s.c0 - 1)) < 1 THEN s.m0 * (1 - abs(s.p0 - 1 - 0.9 * (s.c0 - 1))) END), sum(s.m1), count(*) FROM (SELECT t."name" AS v0, t."name" AS k0, t."price" AS m0, row_number() OVER (PARTITION BY t."name" ORDER BY t."price" IS NULL, t."price") AS p0, count(t."price") OVER (PARTITION BY t."name") AS c0, t."price" AS m1 FROM "main"."orders" AS t WHERE t."id" > ?1) AS s GROUP BY s.k0, s.v0 ORDER BY sum(CASE WHEN abs(s.p0 - 1 - 0.9 * (s.c0 - 1)) < 1 THEN s.m0 * (1 - abs(s.p0 - 1 - 0.9 * (s.c0 - 1))) END) DESC NULLS LAST, s.k0 ASC NULLS LAST LIMIT 101
  with [5]

-- the median of all and of the greatest two
postgres: SELECT r0.v, percentile_cont(0.5) WITHIN GROUP (ORDER BY t."price"::double precision), r0.n FROM "orders" AS t LEFT JOIN (SELECT t."name" AS v, t."name" AS k, 1 AS n FROM "orders" AS t GROUP BY t."name" ORDER BY percentile_cont(0.5) WITHIN GROUP (ORDER BY t."price"::double precision) DESC NULLS LAST, t."name" ASC LIMIT 2) AS r0 ON t."name" IS NOT DISTINCT FROM r0.k GROUP BY r0.k, r0.n, r0.v ORDER BY r0.n ASC, r0.k ASC LIMIT 101
mysql: SELECT s.v0, sum(CASE WHEN abs(s.p0 - 1 - 0.5 * (s.c0 - 1)) < 1 THEN s.m0 * (1 - abs(s.p0 - 1 - 0.5 * (s.c0 - 1))) END), s.n0 FROM (SELECT r0.v AS v0, r0.k AS k0, r0.n AS n0, t.`price` AS m0, row_number() OVER (PARTITION BY r0.n, r0.k ORDER BY t.`price` IS NULL, t.`price`) AS p0, count(t.`price`) OVER (PARTITION BY r0.n, r0.k) AS c0 FROM `orders` AS t LEFT JOIN (SELECT t.`name` AS v, t.`name` AS k, 1 AS n FROM `orders` AS t GROUP BY t.`name` ORDER BY avg(t.`price`) DESC, t.`name` IS NULL ASC, t.`name` ASC LIMIT 2) AS r0 ON t.`name` <=> r0.k) AS s GROUP BY s.k0, s.n0, s.v0 ORDER BY s.n0 IS NULL ASC, s.n0 ASC, s.k0 IS NULL ASC, s.k0 ASC LIMIT 101
sqlite: SELECT s.v0, sum(CASE WHEN abs(s.p0 - 1 - 0.5 * (s.c0 - 1)) < 1 THEN s.m0 * (1 - abs(s.p0 - 1 - 0.5 * (s.c0 - 1))) END), s.n0 FROM (SELECT r0.v AS v0, r0.k AS k0, r0.n AS n0, t."price" AS m0, row_number() OVER (PARTITION BY r0.n, r0.k ORDER BY t."price" IS NULL, t."price") AS p0, count(t."price") OVER (PARTITION BY r0.n, r0.k) AS c0 FROM "main"."orders" AS t LEFT JOIN (SELECT t."name" AS v, t."name" AS k, 1 AS n FROM "main"."orders" AS t GROUP BY t."name" ORDER BY avg(t."price") DESC NULLS LAST, t."name" ASC NULLS LAST LIMIT 2) AS r0 ON t."name" IS r0.k) AS s GROUP BY s.k0, s.n0, s.v0 ORDER BY s.n0 ASC NULLS LAST, s.k0 ASC NULLS LAST LIMIT 101

-- days somewhere else
postgres: SELECT to_char(date_trunc('day', ((t."at" AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin')), 'YYYY-MM-DD'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 101
mysql: SELECT DATE_FORMAT(((t.`at` + INTERVAL CASE WHEN t.`at` < '2024-03-31 01:00:00' THEN 3600 ELSE 7200 END SECOND) + INTERVAL 0 SECOND), '%Y-%m-%d'), count(*) FROM `orders` AS t GROUP BY DATE_FORMAT(((t.`at` + INTERVAL CASE WHEN t.`at` < '2024-03-31 01:00:00' THEN 3600 ELSE 7200 END SECOND) + INTERVAL 0 SECOND), '%Y-%m-%d') ORDER BY DATE_FORMAT(((t.`at` + INTERVAL CASE WHEN t.`at` < '2024-03-31 01:00:00' THEN 3600 ELSE 7200 END SECOND) + INTERVAL 0 SECOND), '%Y-%m-%d') IS NULL ASC, DATE_FORMAT(((t.`at` + INTERVAL CASE WHEN t.`at` < '2024-03-31 01:00:00' THEN 3600 ELSE 7200 END SECOND) + INTERVAL 0 SECOND), '%Y-%m-%d') ASC LIMIT 101
sqlite: SELECT strftime('%Y-%m-%d', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END, CASE WHEN unixepoch(CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END) < 1711846800 THEN '+3600 seconds' ELSE '+7200 seconds' END), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 101

-- ranges of numbers
postgres: SELECT CASE WHEN t."price"::double precision BETWEEN 0.0 AND 99.5 THEN floor((t."price"::double precision - 0.0) / 2.5)::bigint END, count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 101
mysql: SELECT CASE WHEN t.`price` BETWEEN 0.0 AND 99.5 THEN CAST(FLOOR((t.`price` - 0.0) / 2.5) AS SIGNED) END, count(*) FROM `orders` AS t GROUP BY CASE WHEN t.`price` BETWEEN 0.0 AND 99.5 THEN CAST(FLOOR((t.`price` - 0.0) / 2.5) AS SIGNED) END ORDER BY CASE WHEN t.`price` BETWEEN 0.0 AND 99.5 THEN CAST(FLOOR((t.`price` - 0.0) / 2.5) AS SIGNED) END IS NULL ASC, CASE WHEN t.`price` BETWEEN 0.0 AND 99.5 THEN CAST(FLOOR((t.`price` - 0.0) / 2.5) AS SIGNED) END ASC LIMIT 101
sqlite: SELECT CASE WHEN t."price" BETWEEN 0.0 AND 99.5 THEN CAST((t."price" - 0.0) / 2.5 AS INTEGER) END, count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 101

-- range of moments
postgres: SELECT (SELECT to_char((min(t."at") AT TIME ZONE 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS') FROM "orders" AS t), (SELECT to_char((max(t."at") AT TIME ZONE 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS') FROM "orders" AS t)
mysql: SELECT (SELECT DATE_FORMAT((min(t.`at`) + INTERVAL 0 SECOND), '%Y-%m-%dT%H:%i:%s') FROM `orders` AS t), (SELECT DATE_FORMAT((max(t.`at`) + INTERVAL 0 SECOND), '%Y-%m-%dT%H:%i:%s') FROM `orders` AS t)
sqlite: SELECT (SELECT strftime('%Y-%m-%dT%H:%M:%S', CASE WHEN typeof(min(t."at")) <> 'integer' THEN min(t."at") WHEN abs(min(t."at")) < 100000000000 THEN min(t."at") / 86400.0 + 2440587.5 ELSE min(t."at") / 86400000.0 + 2440587.5 END) FROM "main"."orders" AS t), (SELECT strftime('%Y-%m-%dT%H:%M:%S', CASE WHEN typeof(max(t."at")) <> 'integer' THEN max(t."at") WHEN abs(max(t."at")) < 100000000000 THEN max(t."at") / 86400.0 + 2440587.5 ELSE max(t."at") / 86400000.0 + 2440587.5 END) FROM "main"."orders" AS t)

-- range of numbers
postgres: SELECT (SELECT min(t."price")::text FROM "orders" AS t WHERE t."id" > $1::text::bigint), (SELECT max(t."price")::text FROM "orders" AS t WHERE t."id" > $1::text::bigint)
  with ["1"]
mysql: SELECT (SELECT min(t.`price`) FROM `orders` AS t WHERE t.`id` > ?), (SELECT max(t.`price`) FROM `orders` AS t WHERE t.`id` > ?)
  with [1,1]
sqlite: SELECT (SELECT min(t."price") FROM "main"."orders" AS t WHERE t."id" > ?1), (SELECT max(t."price") FROM "main"."orders" AS t WHERE t."id" > ?1)
  with [1]

