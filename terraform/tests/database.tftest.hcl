# The database and the cache: backed up, encrypted, reached from few places, no password in the state.

mock_provider "aws" {
  source          = "./tests/mocks/aws"
  override_during = plan
}

mock_provider "aws" {
  alias           = "us_east_1"
  override_during = plan
}

mock_provider "mongodbatlas" {
  source          = "./tests/mocks/atlas"
  override_during = plan
}

mock_provider "upstash" {
  source          = "./tests/mocks/upstash"
  override_during = plan
}

run "production_is_a_dedicated_replica_set" {
  command = plan

  assert {
    condition     = length(mongodbatlas_advanced_cluster.this) == 1 && length(mongodbatlas_flex_cluster.this) == 0
    error_message = "Production runs on a dedicated cluster."
  }

  assert {
    condition     = mongodbatlas_advanced_cluster.this[0].backup_enabled && mongodbatlas_advanced_cluster.this[0].pit_enabled
    error_message = "Production has backups that go to any point in time."
  }

  assert {
    condition     = mongodbatlas_advanced_cluster.this[0].termination_protection_enabled
    error_message = "Nobody deletes production's cluster by one call."
  }

  assert {
    condition     = mongodbatlas_advanced_cluster.this[0].cluster_type == "REPLICASET" && mongodbatlas_advanced_cluster.this[0].replication_specs[0].region_configs[0].electable_specs.node_count == 3
    error_message = "Three nodes vote."
  }

  assert {
    condition     = mongodbatlas_advanced_cluster.this[0].mongo_db_major_version == "7.0"
    error_message = "The version is the one that development and CI run."
  }

  assert {
    condition     = mongodbatlas_advanced_cluster.this[0].advanced_configuration.javascript_enabled == false
    error_message = "Server-side JavaScript is off."
  }

  assert {
    condition     = mongodbatlas_advanced_cluster.this[0].advanced_configuration.minimum_enabled_tls_protocol == "TLS1_2"
    error_message = "TLS is 1.2 or newer."
  }

  assert {
    condition     = mongodbatlas_advanced_cluster.this[0].advanced_configuration.no_table_scan == null
    error_message = "A query without an index is slow, not refused."
  }

  assert {
    condition     = mongodbatlas_cloud_backup_schedule.this[0].restore_window_days >= 7
    error_message = "Any moment of the last week can be restored."
  }

  assert {
    condition = anytrue([
      for copy in mongodbatlas_cloud_backup_schedule.this[0].copy_settings :
      copy.region_name == var.atlas_copy_region && copy.should_copy_oplogs
    ])
    error_message = "Backups are kept in a second region too, down to any moment."
  }
}

run "users_do_what_their_role_says" {
  command = plan

  assert {
    condition     = toset(keys(mongodbatlas_database_user.this)) == toset(["app", "migrator", "backup"])
    error_message = "There are three users: app, migrator, backup."
  }

  assert {
    condition = (
      [for role in mongodbatlas_database_user.this["app"].roles : role.role_name] == ["readWrite"]
      && [for role in mongodbatlas_database_user.this["backup"].roles : role.role_name] == ["read"]
      && toset([for role in mongodbatlas_database_user.this["migrator"].roles : role.role_name]) == toset(["readWrite", "dbAdmin"])
    )
    error_message = "The app cannot change the schema, and the backup only reads."
  }

  assert {
    condition = alltrue(flatten([
      for user in mongodbatlas_database_user.this : [
        for role in user.roles : role.database_name == "encounter_tracker_production"
      ]
    ]))
    error_message = "Every role is for this environment's database alone."
  }

  assert {
    condition     = alltrue([for user in mongodbatlas_database_user.this : length(user.scopes) == 1 && length([for scope in user.scopes : scope if scope.type == "CLUSTER"]) == 1])
    error_message = "Every user is bound to the one cluster."
  }

  assert {
    condition     = alltrue([for user in mongodbatlas_database_user.this : user.password == null && user.password_wo == null && user.password_wo_version == 1])
    error_message = "Passwords are written and never kept."
  }
}

run "people_hear_of_trouble" {
  command = plan

  assert {
    condition     = toset([for alert in mongodbatlas_alert_configuration.metric : alert.metric_threshold_config[0].metric_name]) == toset(["DISK_PARTITION_SPACE_USED_DATA", "CONNECTIONS_PERCENT", "OPLOG_MASTER_TIME", "OPLOG_SLAVE_LAG_MASTER_TIME"])
    error_message = "Disk, connections, oplog and lag are watched."
  }

  assert {
    condition     = alltrue([for alert in concat(values(mongodbatlas_alert_configuration.metric), mongodbatlas_alert_configuration.no_primary) : alert.enabled && alert.notification[0].email_address == var.alert_email])
    error_message = "Every alert is on and reaches the address."
  }

  assert {
    condition     = aws_route53_health_check.ready.resource_path == "/readyz" && aws_route53_health_check.ready.type == "HTTPS_STR_MATCH" && aws_cloudwatch_metric_alarm.uptime.treat_missing_data == "breaching"
    error_message = "The uptime monitor asks /readyz over HTTPS, and silence is an alarm."
  }
}

run "staging_is_small" {
  command = plan

  variables {
    environment         = "staging"
    atlas_instance_size = null
  }

  assert {
    condition     = length(mongodbatlas_advanced_cluster.this) == 0 && length(mongodbatlas_flex_cluster.this) == 1
    error_message = "Staging runs on Flex."
  }

  assert {
    condition     = mongodbatlas_flex_cluster.this[0].termination_protection_enabled
    error_message = "Nobody deletes staging's cluster by one call either."
  }
}

run "the_cache_is_encrypted_and_keeps_what_it_has" {
  command = plan

  assert {
    condition     = upstash_redis_database.this.tls && upstash_redis_database.this.eviction == false
    error_message = "The cache speaks TLS and drops nothing by itself."
  }
}
