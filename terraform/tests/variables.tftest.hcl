# What the variables refuse.

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

run "refuses_an_unknown_environment" {
  command = plan

  variables {
    environment = "prod"
  }

  expect_failures = [var.environment]
}

run "refuses_a_short_account" {
  command = plan

  variables {
    aws_account_id = "1234"
  }

  expect_failures = [var.aws_account_id]
}

run "refuses_an_address_for_a_domain" {
  command = plan

  variables {
    domain = "https://fights.example.org/"
  }

  expect_failures = [var.domain]
}

run "refuses_a_pattern_for_a_repository" {
  command = plan

  variables {
    github_repository = "example/*"
  }

  expect_failures = [var.github_repository]
}

run "refuses_a_short_lock" {
  command = plan

  variables {
    backup_lock_days = 3
  }

  expect_failures = [var.backup_lock_days]
}

run "refuses_backups_kept_shorter_than_locked" {
  command = plan

  variables {
    backup_keep_days = 30
  }

  expect_failures = [var.backup_keep_days]
}

run "refuses_everybody_at_the_database" {
  command = plan

  variables {
    atlas_access_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.atlas_access_cidrs]
}

run "refuses_nobody_at_the_database" {
  command = plan

  variables {
    atlas_access_cidrs = []
  }

  expect_failures = [var.atlas_access_cidrs]
}

run "refuses_a_shared_cluster" {
  command = plan

  variables {
    atlas_instance_size = "M0"
  }

  expect_failures = [var.atlas_instance_size]
}

run "refuses_production_on_flex" {
  command = plan

  variables {
    atlas_instance_size = null
  }

  expect_failures = [var.atlas_instance_size]
}

run "refuses_a_short_password" {
  command = plan

  variables {
    database_password_app = "short"
  }

  expect_failures = [var.database_password_app]
}

run "refuses_a_primary_region_to_read_from" {
  command = plan

  variables {
    upstash_read_regions = ["eu-central-1"]
  }

  expect_failures = [var.upstash_read_regions]
}

run "refuses_an_alert_to_nobody" {
  command = plan

  variables {
    alert_email = "nobody"
  }

  expect_failures = [var.alert_email]
}

