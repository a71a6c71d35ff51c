# Credentials come from the environment alone: AWS by OIDC, MONGODB_ATLAS_CLIENT_ID and
# MONGODB_ATLAS_CLIENT_SECRET of a service account, UPSTASH_EMAIL and UPSTASH_API_KEY.

provider "aws" {
  region              = var.aws_region
  allowed_account_ids = [var.aws_account_id]

  default_tags {
    tags = local.tags
  }
}

# CloudFront takes its certificates, and Route 53 writes its metrics, there alone.
provider "aws" {
  alias               = "us_east_1"
  region              = "us-east-1"
  allowed_account_ids = [var.aws_account_id]

  default_tags {
    tags = local.tags
  }
}

provider "mongodbatlas" {}

provider "upstash" {}
