bucket = "encounter-tracker-production-terraform-state"
key    = "terraform.tfstate"
region = "eu-central-1"
kms_key_id = "alias/encounter-tracker-production-terraform-state"
