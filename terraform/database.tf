# MongoDB Atlas: a dedicated replica set with continuous backup where it matters, Flex elsewhere.

locals {
  dedicated = var.atlas_instance_size != null

  cluster_name = local.dedicated ? mongodbatlas_advanced_cluster.this[0].name : mongodbatlas_flex_cluster.this[0].name

  # Without user and password: those are the secret store's.
  database_address = trimprefix(
    local.dedicated
    ? mongodbatlas_advanced_cluster.this[0].connection_strings.standard_srv
    : mongodbatlas_flex_cluster.this[0].connection_strings.standard_srv,
    "mongodb+srv://",
  )

  database_users = {
    app      = { role = "readWrite", more = [] }
    migrator = { role = "readWrite", more = ["dbAdmin"] }
    backup   = { role = "read", more = [] }
  }

  database_passwords = {
    app      = var.database_password_app
    migrator = var.database_password_migrator
    backup   = var.database_password_backup
  }
}

resource "mongodbatlas_project" "this" {
  name   = local.name
  org_id = var.atlas_org_id

  is_performance_advisor_enabled = true
  with_default_alerts_settings   = true

  lifecycle {
    prevent_destroy = true
  }
}

resource "mongodbatlas_advanced_cluster" "this" {
  count = local.dedicated ? 1 : 0

  project_id   = mongodbatlas_project.this.id
  name         = local.name
  cluster_type = "REPLICASET"

  mongo_db_major_version         = "7.0"
  backup_enabled                 = true
  pit_enabled                    = true
  termination_protection_enabled = true
  redact_client_log_data         = true

  replication_specs = [{
    region_configs = [{
      provider_name = "AWS"
      region_name   = var.atlas_region
      priority      = 7

      electable_specs = {
        instance_size = var.atlas_instance_size
        node_count    = 3
      }

      auto_scaling = {
        disk_gb_enabled = true
      }
    }]
  }]

  # A query without an index is slow, not refused: no_table_scan stays off.
  advanced_configuration = {
    javascript_enabled           = false
    minimum_enabled_tls_protocol = "TLS1_2"
    default_write_concern        = "majority"
    oplog_min_retention_hours    = 48
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "mongodbatlas_cloud_backup_schedule" "this" {
  count = local.dedicated ? 1 : 0

  project_id   = mongodbatlas_project.this.id
  cluster_name = mongodbatlas_advanced_cluster.this[0].name

  reference_hour_of_day    = 3
  reference_minute_of_hour = 30
  restore_window_days      = 7

  policy_item_hourly {
    frequency_interval = 6
    retention_unit     = "days"
    retention_value    = 7
  }

  policy_item_daily {
    frequency_interval = 1
    retention_unit     = "days"
    retention_value    = 35
  }

  policy_item_monthly {
    frequency_interval = 1
    retention_unit     = "months"
    retention_value    = 12
  }

  # What docs/runbooks/region-loss.md restores from.
  copy_settings {
    cloud_provider     = "AWS"
    region_name        = var.atlas_copy_region
    zone_id            = mongodbatlas_advanced_cluster.this[0].replication_specs[0].zone_id
    frequencies        = ["HOURLY", "DAILY", "MONTHLY"]
    should_copy_oplogs = true
  }
}

resource "mongodbatlas_flex_cluster" "this" {
  count = local.dedicated ? 0 : 1

  project_id                     = mongodbatlas_project.this.id
  name                           = local.name
  termination_protection_enabled = true

  provider_settings = {
    backing_provider_name = "AWS"
    region_name           = var.atlas_region
  }
}

resource "mongodbatlas_project_ip_access_list" "this" {
  for_each = var.atlas_access_cidrs

  project_id = mongodbatlas_project.this.id
  cidr_block = each.value
  comment    = "Instances of ${var.environment}"
}

resource "mongodbatlas_database_user" "this" {
  for_each = local.database_users

  project_id         = mongodbatlas_project.this.id
  username           = each.key
  auth_database_name = "admin"

  # Written once and never read back: neither plan nor state holds it.
  password_wo         = local.database_passwords[each.key]
  password_wo_version = var.database_password_version

  dynamic "roles" {
    for_each = concat([each.value.role], each.value.more)

    content {
      role_name     = roles.value
      database_name = local.database
    }
  }

  scopes {
    name = local.cluster_name
    type = "CLUSTER"
  }
}

locals {
  # Of a dedicated cluster: what a person has to act on before people notice.
  database_alerts = {
    disk        = { metric = "DISK_PARTITION_SPACE_USED_DATA", operator = "GREATER_THAN", threshold = 80, units = "RAW" }
    connections = { metric = "CONNECTIONS_PERCENT", operator = "GREATER_THAN", threshold = 80, units = "RAW" }
    oplog       = { metric = "OPLOG_MASTER_TIME", operator = "LESS_THAN", threshold = 24, units = "HOURS" }
    lag         = { metric = "OPLOG_SLAVE_LAG_MASTER_TIME", operator = "GREATER_THAN", threshold = 60, units = "SECONDS" }
  }
}

resource "mongodbatlas_alert_configuration" "metric" {
  for_each = local.dedicated ? local.database_alerts : {}

  project_id = mongodbatlas_project.this.id
  event_type = "OUTSIDE_METRIC_THRESHOLD"
  enabled    = true

  metric_threshold_config {
    metric_name = each.value.metric
    operator    = each.value.operator
    threshold   = each.value.threshold
    units       = each.value.units
    mode        = "AVERAGE"
  }

  notification {
    type_name     = "EMAIL"
    email_address = var.alert_email
    interval_min  = 60
    delay_min     = 5
  }
}

resource "mongodbatlas_alert_configuration" "no_primary" {
  count = local.dedicated ? 1 : 0

  project_id = mongodbatlas_project.this.id
  event_type = "NO_PRIMARY"
  enabled    = true

  notification {
    type_name     = "EMAIL"
    email_address = var.alert_email
    interval_min  = 15
    delay_min     = 0
  }
}
