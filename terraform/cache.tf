# Upstash Redis: fan-out, limits and short-lived values; losing it loses nothing that was saved.
# Its provider keeps the database's token in the state, which is why the state is encrypted with a
# key of its own and only the workflow roles read it. The token leaves it by no output.

resource "upstash_redis_database" "this" {
  database_name  = local.name
  region         = "global"
  primary_region = var.upstash_primary_region
  read_regions   = var.upstash_read_regions

  tls        = true
  eviction   = false
  auto_scale = local.production
}
