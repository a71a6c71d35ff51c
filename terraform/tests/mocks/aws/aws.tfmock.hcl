mock_resource "aws_kms_key" {
  defaults = {
    arn = "arn:aws:kms:eu-central-1:222222222222:key/mocked"
  }
}

mock_resource "aws_iam_openid_connect_provider" {
  defaults = {
    arn = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com"
  }
}
