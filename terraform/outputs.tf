# The names are those of lib/config/variables.ts; a test compares them.

output "app_environment" {
  description = "Variables of the app that are no secret, with their values."
  value = {
    APP_ENV                = var.environment
    PUBLIC_ORIGIN          = "https://${var.domain}"
    S3_BUCKET              = local.buckets.uploads
    S3_REGION              = var.aws_region
    TRUST_PROXY            = "true"
    UPSTASH_REDIS_REST_URL = "https://${upstash_redis_database.this.endpoint}"
  }
}

output "app_secrets" {
  description = "Variables of the app that are secret, and where each value comes from."
  value = {
    JWT_KEYS                 = "deno task keys:rotate JWT_KEYS --print"
    MONGODB_URI              = "mongodb+srv://app:PASSWORD@${local.database_address}/${local.database} with database_password_app"
    OPS_TOKEN                = "openssl rand -base64 36"
    S3_ACCESS_KEY_ID         = "aws iam create-access-key --user-name ${aws_iam_user.this["app"].name}"
    S3_SECRET_ACCESS_KEY     = "the same answer's SecretAccessKey"
    UPSTASH_REDIS_REST_TOKEN = "console.upstash.com, database ${upstash_redis_database.this.database_name}, REST API"
  }
}

output "workflow_roles" {
  description = "Roles that the workflows take, for the variables of the GitHub environments."
  value       = { for name, role in aws_iam_role.workflow : name => role.arn }
}

output "backup_environment" {
  description = "Variables of `deno task backup`, which runs with the keys of its own user."
  value = {
    BACKUP_TO = "s3://${local.buckets.backups}/tracker"
    S3_REGION = var.aws_region
  }
}

output "backup_secrets" {
  description = "Variables of `deno task backup` that are secret, and where each value comes from."
  value = {
    S3_ACCESS_KEY_ID     = "aws iam create-access-key --user-name ${aws_iam_user.this["backup"].name}"
    S3_SECRET_ACCESS_KEY = "the same answer's SecretAccessKey"
  }
}

output "cdn_domain" {
  description = "Host name of the CDN, to look past DNS."
  value       = aws_cloudfront_distribution.this.domain_name
}
