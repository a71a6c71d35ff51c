terraform {
  required_version = "~> 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.25"
    }
    mongodbatlas = {
      source  = "mongodb/mongodbatlas"
      version = "~> 2.17"
    }
    upstash = {
      source  = "upstash/upstash"
      version = "~> 2.1"
    }
  }

  # Bucket, key, region and KMS key of each environment: backend-ENV.hcl.
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}
