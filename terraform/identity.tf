# Who may do what. Workflows come by OIDC and hold no key; the app and its backups are two users whose
# keys are made by hand (docs/terraform.md), so that no secret is ever in the state.

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

locals {
  # A workflow gets a role only from the GitHub environment of that name, where the approvals are.
  workflow_roles = {
    plan   = "${var.environment}-plan"
    apply  = var.environment
    deploy = var.environment
  }

  objects = {
    uploads = "arn:aws:s3:::${local.buckets.uploads}/*"
    backups = "arn:aws:s3:::${local.buckets.backups}/*"
  }

  use_key = {
    for name in local.encrypted_by_own_key : name => {
      Sid      = "UseTheKey"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = [aws_kms_key.this[name].arn]
    }
  }

  write_backups = [
    {
      Sid      = "WriteAndReadBackups"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = [local.objects.backups]
    },
    {
      Sid      = "ListBackups"
      Effect   = "Allow"
      Action   = ["s3:ListBucket"]
      Resource = ["arn:aws:s3:::${local.buckets.backups}"]
    },
    local.use_key["backups"],
  ]

  read_state = [
    {
      Sid      = "ReadTheState"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:ListBucket"]
      Resource = ["arn:aws:s3:::${local.name}-terraform-state", "arn:aws:s3:::${local.name}-terraform-state/*"]
    },
  ]

  # What the files of this folder describe, and nothing else of the account.
  describe = [
    {
      Sid    = "ReadWhatIsDescribed"
      Effect = "Allow"
      Action = [
        "acm:DescribeCertificate",
        "acm:ListTagsForCertificate",
        "cloudfront:Get*",
        "cloudfront:ListTagsForResource",
        "cloudwatch:DescribeAlarms",
        "cloudwatch:ListTagsForResource",
        "iam:GetOpenIDConnectProvider",
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:GetUser",
        "iam:GetUserPolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListRolePolicies",
        "kms:DescribeKey",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListAliases",
        "kms:ListResourceTags",
        "route53:GetHealthCheck",
        "route53:GetHostedZone",
        "route53:ListHostedZones",
        "route53:ListResourceRecordSets",
        "route53:ListTagsForResource",
        "s3:GetBucket*",
        "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration",
        "sns:GetSubscriptionAttributes",
        "sns:GetTopicAttributes",
        "sns:ListTagsForResource",
      ]
      Resource = ["*"]
    },
  ]

  change = [
    {
      Sid      = "WriteTheState"
      Effect   = "Allow"
      Action   = ["s3:PutObject", "s3:DeleteObject"]
      Resource = ["arn:aws:s3:::${local.name}-terraform-state/*"]
    },
    {
      Sid    = "ChangeBuckets"
      Effect = "Allow"
      Action = [
        "s3:CreateBucket",
        "s3:PutBucket*",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
      ]
      Resource = [for bucket in values(local.buckets) : "arn:aws:s3:::${bucket}"]
    },
    {
      Sid      = "ChangeUsersAndRoles"
      Effect   = "Allow"
      Action   = ["iam:CreateUser", "iam:PutUserPolicy", "iam:TagUser", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:TagRole"]
      Resource = ["arn:aws:iam::${var.aws_account_id}:user/${local.name}-*", "arn:aws:iam::${var.aws_account_id}:role/${local.name}-*"]
    },
    {
      Sid    = "ChangeDeliveryAndWatching"
      Effect = "Allow"
      Action = [
        "acm:AddTagsToCertificate",
        "acm:RequestCertificate",
        "cloudfront:CreateCachePolicy",
        "cloudfront:CreateDistribution",
        "cloudfront:TagResource",
        "cloudfront:UpdateCachePolicy",
        "cloudfront:UpdateDistribution",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource",
        "kms:CreateAlias",
        "kms:CreateKey",
        "kms:EnableKeyRotation",
        "kms:TagResource",
        "route53:ChangeResourceRecordSets",
        "route53:ChangeTagsForResource",
        "route53:CreateHealthCheck",
        "route53:UpdateHealthCheck",
        "sns:CreateTopic",
        "sns:SetTopicAttributes",
        "sns:Subscribe",
        "sns:TagResource",
      ]
      Resource = ["*"]
    },
  ]

  workflow_statements = {
    plan   = concat(local.read_state, local.describe)
    apply  = concat(local.read_state, local.describe, local.change)
    deploy = local.write_backups
  }
}

resource "aws_iam_role" "workflow" {
  for_each = local.workflow_roles

  name                 = "${local.name}-${each.key}"
  description          = "Taken by workflows from the GitHub environment ${each.value}"
  max_session_duration = 3600

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.github.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:${var.github_repository}:environment:${each.value}"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "workflow" {
  for_each = local.workflow_roles

  name = each.key
  role = aws_iam_role.workflow[each.key].id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = local.workflow_statements[each.key]
  })
}

locals {
  users = {
    app = [
      {
        Sid      = "KeepUploads"
        Effect   = "Allow"
        Action   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
        Resource = [local.objects.uploads]
      },
      {
        Sid      = "FindOrphans"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = ["arn:aws:s3:::${local.buckets.uploads}"]
      },
      local.use_key["uploads"],
    ]
    backup = local.write_backups
  }
}

resource "aws_iam_user" "this" {
  for_each = local.users

  name = "${local.name}-${each.key}"
}

resource "aws_iam_user_policy" "this" {
  for_each = local.users

  name = each.key
  user = aws_iam_user.this[each.key].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = each.value
  })
}
