# The names are those of lib/config/variables.ts; a test compares them.

output "app_environment" {
  description = "Variables of the app that are no secret, with their values."
  value = {
    APP_ENV                = var.environment
    PUBLIC_ORIGIN          = "https://${var.domain}"
    S3_BUCKET              = local.buckets.uploads
    S3_ENDPOINT            = "https://s3.${var.aws_region}.amazonaws.com"
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

output "backup_bucket" {
  description = "Where `deno task backup` writes."
  value       = local.buckets.backups
}

output "cdn_domain" {
  description = "Host name of the CDN, to look past DNS."
  value       = aws_cloudfront_distribution.this.domain_name
}
