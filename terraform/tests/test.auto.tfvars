# The values of the tests: production, unless a run says otherwise.
environment         = "production"
aws_account_id      = "222222222222"
domain              = "fights.example.org"
zone_name           = "example.org"
origin_domain       = "app.example.org"
github_repository   = "example/encounter-tracker"
alert_email         = "ops@example.org"
backup_lock_days    = 35
backup_keep_days    = 400
atlas_org_id        = "0123456789abcdef01234567"
atlas_instance_size = "M10"
atlas_access_cidrs  = ["203.0.113.20/32"]

database_password_app      = "test-only-test-only-test-only-test-only-1"
database_password_migrator = "test-only-test-only-test-only-test-only-2"
database_password_backup   = "test-only-test-only-test-only-test-only-3"
