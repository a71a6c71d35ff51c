// Mistakes that people make in such files. Each is planted alone; validation or a rule test has to
// refuse it, or the rules are not worth their name.

/** One edit of one file below terraform/: `from` stands there, and becomes `to`. */
export interface Mistake {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Who has to refuse it: validation, or a file of rules in terraform/tests. */
  readonly by: "schemas" | Rules;
}

type Rules = "database" | "delivery" | "identity" | "storage" | "variables";

function mistake(
  by: Mistake["by"],
  name: string,
  file: string,
  from: string,
  to: string,
): Mistake {
  return { by, name, file: `${file}.tf`, from, to };
}

export const MISTAKES: readonly Mistake[] = [
  mistake(
    "schemas",
    "a resource that the provider does not have",
    "storage",
    'resource "aws_s3_bucket_server_side_encryption_configuration" "this"',
    'resource "aws_s3_bucket_encryption" "this"',
  ),
  mistake("schemas", "a misspelt argument", "storage", "enable_key_rotation ", "enable_rotation "),
  mistake("schemas", "a missing argument", "database", '  cluster_type = "REPLICASET"\n', ""),
  mistake(
    "schemas",
    "a word for a number",
    "delivery",
    "https_port             = 443",
    'https_port = "tls"',
  ),
  mistake(
    "schemas",
    "Atlas's blocks of before 2.0",
    "database",
    "advanced_configuration = {",
    "advanced_configuration {",
  ),
  mistake(
    "storage",
    "public access lists allowed",
    "storage",
    "block_public_acls       = true",
    "block_public_acls       = false",
  ),
  mistake(
    "storage",
    "public policies allowed",
    "storage",
    "block_public_policy     = true",
    "block_public_policy     = false",
  ),
  mistake(
    "storage",
    "public buckets reachable",
    "storage",
    "restrict_public_buckets = true",
    "restrict_public_buckets = false",
  ),
  mistake(
    "storage",
    "objects owned by who wrote them",
    "storage",
    '"BucketOwnerEnforced"',
    '"ObjectWriter"',
  ),
  mistake(
    "storage",
    "no versions",
    "storage",
    'status = "Enabled"\n  }\n}',
    'status = "Suspended"\n  }\n}',
  ),
  mistake(
    "storage",
    "encryption with S3's own key",
    "storage",
    'contains(local.encrypted_by_own_key, each.key) ? "aws:kms" : "AES256"',
    '"AES256"',
  ),
  mistake(
    "storage",
    "one key for uploads and backups",
    "storage",
    "aws_kms_key.this[each.key].arn : null",
    'aws_kms_key.this["uploads"].arn : null',
  ),
  mistake(
    "storage",
    "a key that never rotates",
    "storage",
    "enable_key_rotation     = true",
    "enable_key_rotation     = false",
  ),
  mistake(
    "storage",
    "plain HTTP to the buckets",
    "storage",
    '"aws:SecureTransport" = "false"',
    '"aws:SecureTransport" = "true"',
  ),
  mistake(
    "storage",
    "old TLS to the buckets",
    "storage",
    '"s3:TlsVersion" = "1.2"',
    '"s3:TlsVersion" = "1.0"',
  ),
  mistake(
    "storage",
    "a bucket that everybody reads",
    "storage",
    'Sid       = "RefuseOldTls"\n          Effect    = "Deny"',
    'Sid       = "RefuseOldTls"\n          Effect    = "Allow"',
  ),
  mistake(
    "storage",
    "backups without Object Lock",
    "storage",
    'object_lock_enabled = each.key == "backups"',
    "object_lock_enabled = false",
  ),
  mistake("storage", "a lock that the owner can lift", "storage", '"COMPLIANCE"', '"GOVERNANCE"'),
  mistake(
    "storage",
    "backups kept for ever",
    "storage",
    "days = var.backup_keep_days",
    "days = 36500",
  ),
  mistake("storage", "any page may upload", "storage", '["https://${var.domain}"]', '["*"]'),
  mistake(
    "storage",
    "no access log",
    "storage",
    'target_prefix = "${each.key}/"',
    'target_prefix = ""',
  ),
  mistake("identity", "any branch may take a role", "identity", "environment:${each.value}", "*"),
  mistake(
    "identity",
    "a pattern in the trust",
    "identity",
    '        StringEquals = {\n          "token',
    '        StringLike = {\n          "token',
  ),
  mistake(
    "identity",
    "tokens made for anybody",
    "identity",
    'client_id_list = ["sts.amazonaws.com"]',
    'client_id_list = ["sts.amazonaws.com", "sigstore"]',
  ),
  mistake(
    "identity",
    "a planner that changes",
    "identity",
    "plan   = concat(local.read_state, local.describe)",
    "plan   = concat(local.read_state, local.describe, local.change)",
  ),
  mistake(
    "identity",
    "an app that may do everything with S3",
    "identity",
    '["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]',
    '["s3:*"]',
  ),
  mistake(
    "identity",
    "an app that reads backups",
    "identity",
    "Resource = [local.objects.uploads]",
    "Resource = [local.objects.uploads, local.objects.backups]",
  ),
  mistake(
    "identity",
    "a backup that may delete",
    "identity",
    '["s3:GetObject", "s3:PutObject"]',
    '["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]',
  ),
  mistake(
    "identity",
    "a workflow that makes keys",
    "identity",
    '"iam:CreateUser", ',
    '"iam:CreateUser", "iam:CreateAccessKey", ',
  ),
  mistake(
    "database",
    "no continuous backup",
    "database",
    "pit_enabled                    = true",
    "pit_enabled                    = false",
  ),
  mistake(
    "database",
    "a cluster that one call deletes",
    "database",
    "termination_protection_enabled = true\n  redact",
    "termination_protection_enabled = false\n  redact",
  ),
  mistake(
    "database",
    "server-side JavaScript",
    "database",
    "javascript_enabled           = false",
    "javascript_enabled           = true",
  ),
  mistake("database", "old TLS to the database", "database", '"TLS1_2"', '"TLS1_0"'),
  mistake(
    "database",
    "queries without an index refused",
    "database",
    "    oplog_min",
    "    no_table_scan = true\n    oplog_min",
  ),
  mistake(
    "database",
    "a password in the state",
    "database",
    "password_wo         = local.database_passwords[each.key]",
    'password = "kept-in-the-state"',
  ),
  mistake(
    "database",
    "an app that changes the schema",
    "database",
    'app      = { role = "readWrite", more = [] }',
    'app      = { role = "readWrite", more = ["dbAdmin"] }',
  ),
  mistake(
    "database",
    "a backup that writes",
    "database",
    'backup   = { role = "read", more = [] }',
    'backup   = { role = "readWrite", more = [] }',
  ),
  mistake(
    "database",
    "users for every database",
    "database",
    "database_name = local.database",
    'database_name = "admin"',
  ),
  mistake(
    "variables",
    "the whole internet at the database",
    "variables",
    ">= 24, false",
    ">= 0, false",
  ),
  mistake("database", "a cache without TLS", "cache", "tls        = true", "tls        = false"),
  mistake("database", "a cache that forgets", "cache", "eviction   = false", "eviction   = true"),
  mistake(
    "delivery",
    "pages kept at the edge",
    "delivery",
    'caching_disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"',
    'caching_disabled = "658327ea-f89d-4fab-a63d-7e88639e58f6"',
  ),
  mistake(
    "delivery",
    "answers kept by cookie",
    "delivery",
    'cookie_behavior = "none"',
    'cookie_behavior = "all"',
  ),
  mistake("delivery", "old TLS to browsers", "delivery", '"TLSv1.2_2021"', '"TLSv1"'),
  mistake("delivery", "plain HTTP to the app", "delivery", '"https-only"', '"match-viewer"'),
  mistake(
    "database",
    "an uptime monitor that takes silence for health",
    "watching",
    '"breaching"',
    '"notBreaching"',
  ),
  mistake(
    "database",
    "alerts that are off",
    "database",
    "enabled    = true\n\n  metric",
    "enabled    = false\n\n  metric",
  ),
  mistake(
    "delivery",
    "the backups' bucket given to the app",
    "outputs",
    "S3_BUCKET              = local.buckets.uploads",
    "S3_BUCKET              = local.buckets.backups",
  ),
];
