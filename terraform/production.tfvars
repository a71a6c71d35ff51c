# Not a secret in here: passwords come as TF_VAR_database_password_{app,migrator,backup}.
environment       = "production"
aws_account_id    = "222222222222"
aws_region        = "eu-central-1"
domain            = "fights.example.org"
zone_name         = "example.org"
origin_domain     = "app.example.org"
github_repository = "example/encounter-tracker"
alert_email       = "ops@example.org"

backup_lock_days = 35
backup_keep_days = 400

atlas_org_id        = "0123456789abcdef01234567"
atlas_region        = "EU_CENTRAL_1"
atlas_copy_region   = "EU_WEST_1"
atlas_instance_size = "M10"
atlas_access_cidrs  = ["203.0.113.20/32"]

upstash_primary_region = "eu-central-1"
upstash_read_regions   = ["us-east-1", "ap-southeast-1"]
