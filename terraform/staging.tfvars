# Not a secret in here: passwords come as TF_VAR_database_password_{app,migrator,backup}.
environment       = "staging"
aws_account_id    = "111111111111"
aws_region        = "eu-central-1"
domain            = "staging.fights.example.org"
zone_name         = "example.org"
origin_domain     = "app-staging.example.org"
github_repository = "example/encounter-tracker"
alert_email       = "ops@example.org"

backup_lock_days = 7
backup_keep_days = 14

atlas_org_id        = "0123456789abcdef01234567"
atlas_region        = "EU_CENTRAL_1"
atlas_instance_size = null
atlas_access_cidrs  = ["203.0.113.10/32"]

upstash_primary_region = "eu-central-1"
upstash_read_regions   = []
