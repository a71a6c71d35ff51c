# The uptime monitor: asks from outside, needs no part of the product, and tells people by itself.

resource "aws_route53_health_check" "ready" {
  type              = "HTTPS_STR_MATCH"
  fqdn              = var.domain
  port              = 443
  resource_path     = "/readyz"
  search_string     = "ready"
  request_interval  = 30
  failure_threshold = 3
  measure_latency   = true
  regions           = ["eu-west-1", "us-east-1", "ap-southeast-1"]
}

resource "aws_sns_topic" "uptime" {
  provider = aws.us_east_1

  name              = "${local.name}-uptime"
  kms_master_key_id = "alias/aws/sns"
}

resource "aws_sns_topic_subscription" "uptime" {
  provider = aws.us_east_1

  topic_arn = aws_sns_topic.uptime.arn
  protocol  = "email"
  endpoint  = var.alert_email
}

resource "aws_cloudwatch_metric_alarm" "uptime" {
  provider = aws.us_east_1

  alarm_name          = "${local.name}-uptime"
  alarm_description   = "https://${var.domain}/readyz does not say ready. Runbook: docs/runbooks/incident.md"
  namespace           = "AWS/Route53"
  metric_name         = "HealthCheckStatus"
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 60
  evaluation_periods  = 2
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.uptime.arn]
  ok_actions          = [aws_sns_topic.uptime.arn]

  dimensions = {
    HealthCheckId = aws_route53_health_check.ready.id
  }
}
