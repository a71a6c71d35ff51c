# Workflows come by OIDC from their environment; users do what they need and no more.

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

run "workflows_come_from_their_environment" {
  command = plan

  assert {
    condition = alltrue([
      for name, role in aws_iam_role.workflow : alltrue([
        for statement in jsondecode(role.assume_role_policy).Statement :
        statement.Action == "sts:AssumeRoleWithWebIdentity"
        && statement.Condition.StringEquals["token.actions.githubusercontent.com:aud"] == "sts.amazonaws.com"
        && statement.Condition.StringEquals["token.actions.githubusercontent.com:sub"] == "repo:example/encounter-tracker:environment:${name == "plan" ? "production-plan" : "production"}"
        && !can(statement.Condition.StringLike)
      ])
    ])
    error_message = "A role is taken by this repository from one GitHub environment, compared exactly."
  }

  assert {
    condition     = aws_iam_openid_connect_provider.github.client_id_list == toset(["sts.amazonaws.com"])
    error_message = "Tokens are made for AWS alone."
  }

  assert {
    condition     = alltrue([for role in aws_iam_role.workflow : role.max_session_duration <= 3600])
    error_message = "A workflow's session ends within the hour."
  }
}

run "nobody_may_do_everything" {
  command = plan

  assert {
    condition = alltrue(flatten([
      for policy in concat(values(aws_iam_role_policy.workflow), values(aws_iam_user_policy.this)) : [
        for statement in jsondecode(policy.policy).Statement : [
          for action in statement.Action : action != "*" && !can(regex("^[a-z0-9]+:\\*$", action))
        ]
      ]
    ]))
    error_message = "No policy allows a whole service."
  }

  assert {
    condition = alltrue(flatten([
      for policy in concat([aws_iam_role_policy.workflow["deploy"]], values(aws_iam_user_policy.this)) : [
        for statement in jsondecode(policy.policy).Statement : [
          for resource in statement.Resource : resource != "*"
        ]
      ]
    ]))
    error_message = "Users and the deploying role name their buckets and keys."
  }

  assert {
    condition = alltrue(flatten([
      for statement in jsondecode(aws_iam_role_policy.workflow["plan"].policy).Statement : [
        for action in statement.Action : can(regex("^[a-z0-9]+:(Describe|Get|List)", action))
      ]
    ]))
    error_message = "The planning role only reads."
  }

  assert {
    condition = alltrue(flatten([
      for policy in values(aws_iam_role_policy.workflow) : [
        for statement in jsondecode(policy.policy).Statement : [
          for action in statement.Action : !contains(["iam:CreateAccessKey", "iam:AttachRolePolicy", "iam:PassRole"], action)
        ]
      ]
    ]))
    error_message = "No workflow makes keys or attaches foreign policies."
  }
}

run "the_app_cannot_reach_backups" {
  command = plan

  assert {
    condition     = !strcontains(aws_iam_user_policy.this["app"].policy, local.buckets.backups)
    error_message = "The app's user knows nothing of backups."
  }

  assert {
    condition     = !strcontains(aws_iam_user_policy.this["backup"].policy, "Delete") && !strcontains(aws_iam_role_policy.workflow["deploy"].policy, "Delete")
    error_message = "Who writes backups cannot delete them."
  }

  assert {
    condition     = !strcontains(aws_iam_user_policy.this["backup"].policy, local.buckets.uploads)
    error_message = "The backup's user knows nothing of uploads."
  }
}
