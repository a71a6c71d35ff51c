# Uploads and backups: closed to the public, encrypted, versioned, and backups that outlive everybody.

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

# Two keys that can be told apart.
override_resource {
  target          = aws_kms_key.this["uploads"]
  override_during = plan
  values          = { arn = "arn:aws:kms:eu-central-1:222222222222:key/uploads" }
}

override_resource {
  target          = aws_kms_key.this["backups"]
  override_during = plan
  values          = { arn = "arn:aws:kms:eu-central-1:222222222222:key/backups" }
}

run "every_bucket_is_closed" {
  command = plan

  assert {
    condition     = toset(keys(aws_s3_bucket.this)) == toset(["uploads", "backups", "logs"])
    error_message = "There are three buckets: uploads, backups, logs."
  }

  assert {
    condition = alltrue([
      for name in keys(aws_s3_bucket.this) : alltrue([
        aws_s3_bucket_public_access_block.this[name].block_public_acls,
        aws_s3_bucket_public_access_block.this[name].block_public_policy,
        aws_s3_bucket_public_access_block.this[name].ignore_public_acls,
        aws_s3_bucket_public_access_block.this[name].restrict_public_buckets,
      ])
    ])
    error_message = "Every bucket blocks public access in all four ways."
  }

  assert {
    condition = alltrue([
      for name in keys(aws_s3_bucket.this) :
      aws_s3_bucket_ownership_controls.this[name].rule[0].object_ownership == "BucketOwnerEnforced"
    ])
    error_message = "The account owns every object; there are no access lists."
  }

  assert {
    condition = alltrue([
      for name in keys(aws_s3_bucket.this) :
      aws_s3_bucket_versioning.this[name].versioning_configuration[0].status == "Enabled"
    ])
    error_message = "Every bucket keeps versions."
  }
}

run "connections_are_encrypted" {
  command = plan

  assert {
    condition = alltrue([
      for name, bucket in aws_s3_bucket.this : anytrue([
        for statement in jsondecode(aws_s3_bucket_policy.this[name].policy).Statement :
        statement.Effect == "Deny" && statement.Action == "s3:*" && statement.Principal == "*"
        && try(statement.Condition.Bool["aws:SecureTransport"], "") == "false"
        && toset(statement.Resource) == toset(["arn:aws:s3:::${bucket.bucket}", "arn:aws:s3:::${bucket.bucket}/*"])
      ])
    ])
    error_message = "Every bucket's policy refuses connections without TLS, for itself and its objects."
  }

  assert {
    condition = alltrue([
      for name in keys(aws_s3_bucket.this) : anytrue([
        for statement in jsondecode(aws_s3_bucket_policy.this[name].policy).Statement :
        statement.Effect == "Deny" && try(statement.Condition.NumericLessThan["s3:TlsVersion"], "") == "1.2"
      ])
    ])
    error_message = "Every bucket's policy refuses TLS before 1.2."
  }

  assert {
    condition = alltrue(flatten([
      for name in keys(aws_s3_bucket.this) : [
        for statement in jsondecode(aws_s3_bucket_policy.this[name].policy).Statement :
        statement.Effect == "Deny" || try(statement.Principal.Service, "") == "logging.s3.amazonaws.com"
      ]
    ]))
    error_message = "No bucket policy allows anything but access logs."
  }
}

run "objects_are_encrypted_with_own_keys" {
  command = plan

  assert {
    condition = alltrue([
      for name in ["uploads", "backups"] :
      one(one(aws_s3_bucket_server_side_encryption_configuration.this[name].rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms"
      && one(one(aws_s3_bucket_server_side_encryption_configuration.this[name].rule).apply_server_side_encryption_by_default).kms_master_key_id == aws_kms_key.this[name].arn
    ])
    error_message = "Uploads and backups are encrypted, each with its own KMS key."
  }

  assert {
    condition     = alltrue([for key in aws_kms_key.this : key.enable_key_rotation && key.deletion_window_in_days >= 30])
    error_message = "Keys rotate, and are deleted after 30 days at the earliest."
  }

  assert {
    condition = alltrue([
      for key in aws_kms_key.this : alltrue([
        for statement in jsondecode(key.policy).Statement :
        statement.Principal.AWS == "arn:aws:iam::${var.aws_account_id}:root"
      ])
    ])
    error_message = "Nobody outside this account may use a key."
  }

  assert {
    condition     = alltrue([for name in ["uploads", "backups"] : aws_s3_bucket_logging.this[name].target_prefix == "${name}/"])
    error_message = "Access to uploads and backups is logged."
  }
}

run "backups_cannot_be_deleted" {
  command = plan

  assert {
    condition     = aws_s3_bucket.this["backups"].object_lock_enabled && !aws_s3_bucket.this["uploads"].object_lock_enabled
    error_message = "The backup bucket has Object Lock, the uploads' has not."
  }

  assert {
    condition     = aws_s3_bucket_object_lock_configuration.backups.rule[0].default_retention[0].mode == "COMPLIANCE"
    error_message = "Nobody can shorten a backup's lock: mode COMPLIANCE."
  }

  assert {
    condition     = aws_s3_bucket_object_lock_configuration.backups.rule[0].default_retention[0].days == var.backup_lock_days
    error_message = "A backup is locked for backup_lock_days."
  }

  assert {
    condition = anytrue([
      for rule in aws_s3_bucket_lifecycle_configuration.backups.rule :
      try(rule.expiration[0].days == var.backup_keep_days, false) && rule.status == "Enabled"
    ])
    error_message = "A backup expires after backup_keep_days."
  }
}

run "browsers_upload_from_our_pages_alone" {
  command = plan

  assert {
    condition = alltrue([
      for rule in aws_s3_bucket_cors_configuration.uploads.cors_rule :
      rule.allowed_origins == toset(["https://fights.example.org"]) && rule.allowed_methods == toset(["POST"])
    ])
    error_message = "CORS allows POST from the product's own origin and nothing else."
  }

  assert {
    condition = anytrue([
      for rule in aws_s3_bucket_lifecycle_configuration.uploads.rule :
      try(rule.filter[0].prefix == "quarantine/" && rule.expiration[0].days <= 2, false)
    ])
    error_message = "Uploads that nobody claimed are deleted after two days."
  }

  assert {
    condition = alltrue([
      for rules in [
        aws_s3_bucket_lifecycle_configuration.uploads.rule,
        aws_s3_bucket_lifecycle_configuration.backups.rule,
        aws_s3_bucket_lifecycle_configuration.logs.rule,
      ] :
      anytrue([for rule in rules : try(rule.abort_incomplete_multipart_upload[0].days_after_initiation == 1, false)])
    ])
    error_message = "Unfinished uploads are dropped after a day."
  }
}
