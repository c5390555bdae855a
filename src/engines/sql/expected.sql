-- a page, every type, sorted, with hostile names
postgres: SELECT t."id", t."price"::text, t."name", t."day"::text, t."at"::text, t."mood"::text, t."code", t."key"::text, t."data"::text, t."tags"::text, t."raw"::text, t."a""b" FROM "we""ird"."'; drop table t--" AS t ORDER BY t."at" DESC, t."id" ASC LIMIT 51 OFFSET 100
sqlite: SELECT t."id", t."price", t."name", t."day", t."at", t."mood", t."code", t."key", t."data", t."tags", t."raw", t."a""b" FROM "we""ird"."'; drop table t--" AS t ORDER BY t."at" DESC NULLS FIRST, t."id" ASC NULLS LAST LIMIT 51 OFFSET 100

-- sorting what has no order of its own
postgres: SELECT t."id" FROM "orders" AS t ORDER BY t."j"::text ASC, t."p"::text DESC, t."i" DESC OFFSET 7
sqlite: SELECT t."id" FROM "main"."orders" AS t ORDER BY t."j" ASC NULLS LAST, t."p" DESC NULLS FIRST, t."i" DESC NULLS FIRST LIMIT -1 OFFSET 7

-- no columns
postgres: SELECT NULL FROM "orders" AS t
sqlite: SELECT NULL FROM "main"."orders" AS t

-- count all
postgres: SELECT count(*) FROM "orders" AS t
sqlite: SELECT count(*) FROM "main"."orders" AS t

-- count up to a number
postgres: SELECT count(*) FROM (SELECT 1 FROM "orders" AS t WHERE t."id" > $1::text::bigint LIMIT 10000) AS s
  with ["5"]
sqlite: SELECT count(*) FROM (SELECT 1 FROM "main"."orders" AS t WHERE t."id" > ?1 LIMIT 10000) AS s
  with [5]

-- search
postgres: SELECT count(*) FROM "orders" AS t WHERE (t."id"::text ILIKE $1::text ESCAPE '!' OR (t."name" ILIKE $1::text ESCAPE '!' OR t."mood"::text ILIKE $1::text ESCAPE '!'))
  with ["%50!%!_!!%"]
sqlite: SELECT count(*) FROM "main"."orders" AS t WHERE (t."id" LIKE ?1 ESCAPE '!' OR (t."name" LIKE ?1 ESCAPE '!' OR t."mood" LIKE ?1 ESCAPE '!'))
  with ["%50!%!_!!%"]

-- search in nothing
postgres: SELECT count(*) FROM "orders" AS t WHERE $1::text IS NULL
  with ["%x%"]
sqlite: SELECT count(*) FROM "main"."orders" AS t WHERE CAST(?1 AS TEXT) IS NULL
  with ["%x%"]

-- several conditions
postgres: SELECT t."id" FROM "orders" AS t WHERE t."name" ILIKE $1::text ESCAPE '!' AND t."id" IN ($2::text::bigint, $3::text::bigint) AND t."name" IS NULL AND t."name" IS NOT NULL AND t."name" ILIKE $4::text ESCAPE '!' LIMIT 51
  with ["a!_b%","1","2","%x%"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."name" LIKE ?1 ESCAPE '!' AND t."id" IN (?2, ?3) AND t."name" IS NULL AND t."name" IS NOT NULL AND t."name" LIKE ?4 ESCAPE '!' LIMIT 51
  with ["a!_b%",1,2,"%x%"]

-- integer
postgres: SELECT t."id" FROM "orders" AS t WHERE t."id" = $1::text::bigint LIMIT 51
  with ["-9223372036854775808"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."id" = ?1 LIMIT 51
  with [-9223372036854775808]

-- numeric is not rounded to the column's scale
postgres: SELECT t."id" FROM "orders" AS t WHERE t."price" > $1::text::numeric LIMIT 51
  with ["1.996"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."price" > ?1 LIMIT 51
  with [1.996]

-- real
postgres: SELECT t."id" FROM "orders" AS t WHERE t."r" <= $1::text::real LIMIT 51
  with ["0.1"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."r" <= ?1 LIMIT 51
  with [0.1]

-- money
postgres: SELECT t."id" FROM "orders" AS t WHERE t."m" >= $1::text::money LIMIT 51
  with ["5"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."m" >= ?1 LIMIT 51
  with [5]

-- varchar is not cut to the column's length
postgres: SELECT t."id" FROM "orders" AS t WHERE t."name" <> $1::text LIMIT 51
  with ["a'b"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."name" <> ?1 LIMIT 51
  with ["a'b"]

-- char compares with blanks filled
postgres: SELECT t."id" FROM "orders" AS t WHERE t."code" = $1::text::bpchar LIMIT 51
  with ["ab"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."code" = ?1 LIMIT 51
  with ["ab"]

-- enum in an odd schema
postgres: SELECT t."id" FROM "orders" AS t WHERE t."mood" = $1::text::"odd (schema)".mood LIMIT 51
  with ["sad"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."mood" = ?1 LIMIT 51
  with ["sad"]

-- text with a hostile name
postgres: SELECT t."id" FROM "orders" AS t WHERE t."a""b" ILIKE $1::text ESCAPE '!' LIMIT 51
  with ["%\\%"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."a""b" LIKE ?1 ESCAPE '!' LIMIT 51
  with ["%\\%"]

-- boolean
postgres: SELECT t."id" FROM "orders" AS t WHERE t."ok" = $1::text::boolean LIMIT 51
  with ["true"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."ok" = ?1 LIMIT 51
  with [1]

-- date
postgres: SELECT t."id" FROM "orders" AS t WHERE t."day" < $1::text::date LIMIT 51
  with ["2024-03-01"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE strftime('%Y-%m-%d %H:%M:%f', CASE WHEN typeof(t."day") <> 'integer' THEN t."day" WHEN abs(t."day") < 100000000000 THEN t."day" / 86400.0 + 2440587.5 ELSE t."day" / 86400000.0 + 2440587.5 END) < strftime('%Y-%m-%d %H:%M:%f', ?1) LIMIT 51
  with ["2024-03-01"]

-- time
postgres: SELECT t."id" FROM "orders" AS t WHERE t."hour" < $1::text::time without time zone LIMIT 51
  with ["12:00:00"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."hour" < ?1 LIMIT 51
  with ["12:00:00"]

-- moment
postgres: SELECT t."id" FROM "orders" AS t WHERE t."at" >= $1::text::timestamp with time zone LIMIT 51
  with ["2024-03-01"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE strftime('%Y-%m-%d %H:%M:%f', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END) >= strftime('%Y-%m-%d %H:%M:%f', ?1) LIMIT 51
  with ["2024-03-01"]

-- json
postgres: SELECT t."id" FROM "orders" AS t WHERE t."j"::text = $1::text LIMIT 51
  with ["{}"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."j" = ?1 LIMIT 51
  with ["{}"]

-- array
postgres: SELECT t."id" FROM "orders" AS t WHERE t."tags"::text ILIKE $1::text ESCAPE '!' LIMIT 51
  with ["%a%"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."tags" LIKE ?1 ESCAPE '!' LIMIT 51
  with ["%a%"]

-- bits
postgres: SELECT t."id" FROM "orders" AS t WHERE t."b" = $1::text::varbit LIMIT 51
  with ["101"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."b" = ?1 LIMIT 51
  with ["101"]

-- a type's text that is not one
postgres: SELECT t."id" FROM "orders" AS t WHERE t."x" = $1::text LIMIT 51
  with ["1"]
sqlite: SELECT t."id" FROM "main"."orders" AS t WHERE t."x" = ?1 LIMIT 51
  with ["1"]

-- per minute
postgres: SELECT to_char(date_trunc('minute', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD"T"HH24:MI'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
sqlite: SELECT strftime('%Y-%m-%dT%H:%M', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- per hour
postgres: SELECT to_char(date_trunc('hour', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD"T"HH24:MI'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
sqlite: SELECT strftime('%Y-%m-%dT%H:00', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- per day
postgres: SELECT to_char(date_trunc('day', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
sqlite: SELECT strftime('%Y-%m-%d', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- per week
postgres: SELECT to_char(date_trunc('week', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
sqlite: SELECT strftime('%Y-%m-%d', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END, '-6 days', 'weekday 1'), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- per month
postgres: SELECT to_char(date_trunc('month', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
sqlite: SELECT strftime('%Y-%m-01', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- per quarter
postgres: SELECT to_char(date_trunc('quarter', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
sqlite: SELECT strftime('%Y', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END) || substr('-01-01-04-01-07-01-10-01', (strftime('%m', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END) + 2) / 3 * 6 - 5, 6), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- per year
postgres: SELECT to_char(date_trunc('year', (t."at" AT TIME ZONE 'UTC')), 'YYYY-MM-DD'), count(*) FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
sqlite: SELECT strftime('%Y-01-01', CASE WHEN typeof(t."at") <> 'integer' THEN t."at" WHEN abs(t."at") < 100000000000 THEN t."at" / 86400.0 + 2440587.5 ELSE t."at" / 86400000.0 + 2440587.5 END), count(*) FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- dates per month
postgres: SELECT to_char(date_trunc('month', t."day"::timestamp), 'YYYY-MM-DD'), sum(t."price")::numeric::text FROM "orders" AS t GROUP BY 1 ORDER BY 1 ASC LIMIT 1001
sqlite: SELECT strftime('%Y-%m-01', CASE WHEN typeof(t."day") <> 'integer' THEN t."day" WHEN abs(t."day") < 100000000000 THEN t."day" / 86400.0 + 2440587.5 ELSE t."day" / 86400000.0 + 2440587.5 END), sum(t."price") FROM "main"."orders" AS t GROUP BY 1 ORDER BY 1 ASC NULLS LAST LIMIT 1001

-- every measure, top list
postgres: SELECT t."name", sum(t."id")::numeric::text, avg(t."price")::numeric::text, sum(t."m"::numeric)::numeric::text, avg(t."d")::double precision, min(t."day")::text, max(t."price")::text, count(t."name"), count(DISTINCT t."j"::text) FROM "orders" AS t GROUP BY t."name" ORDER BY sum(t."id") DESC NULLS LAST, t."name" ASC LIMIT 1001
sqlite: SELECT t."name", sum(t."id"), avg(t."price"), sum(t."m"), avg(t."d"), min(t."day"), max(t."price"), count(t."name"), count(DISTINCT t."j") FROM "main"."orders" AS t GROUP BY t."name" ORDER BY sum(t."id") DESC NULLS LAST, t."name" ASC NULLS LAST LIMIT 1001

-- range of moments
postgres: SELECT (SELECT to_char((min(t."at") AT TIME ZONE 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS') FROM "orders" AS t), (SELECT to_char((max(t."at") AT TIME ZONE 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS') FROM "orders" AS t)
sqlite: SELECT (SELECT strftime('%Y-%m-%dT%H:%M:%S', CASE WHEN typeof(min(t."at")) <> 'integer' THEN min(t."at") WHEN abs(min(t."at")) < 100000000000 THEN min(t."at") / 86400.0 + 2440587.5 ELSE min(t."at") / 86400000.0 + 2440587.5 END) FROM "main"."orders" AS t), (SELECT strftime('%Y-%m-%dT%H:%M:%S', CASE WHEN typeof(max(t."at")) <> 'integer' THEN max(t."at") WHEN abs(max(t."at")) < 100000000000 THEN max(t."at") / 86400.0 + 2440587.5 ELSE max(t."at") / 86400000.0 + 2440587.5 END) FROM "main"."orders" AS t)

-- range of numbers
postgres: SELECT (SELECT min(t."price")::text FROM "orders" AS t WHERE t."id" > $1::text::bigint), (SELECT max(t."price")::text FROM "orders" AS t WHERE t."id" > $1::text::bigint)
  with ["1"]
sqlite: SELECT (SELECT min(t."price") FROM "main"."orders" AS t WHERE t."id" > ?1), (SELECT max(t."price") FROM "main"."orders" AS t WHERE t."id" > ?1)
  with [1]

