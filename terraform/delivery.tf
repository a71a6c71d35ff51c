# DNS, certificate and CDN. Pages and the API pass through; files named by their content stay at the
# edge for a year; creatures of the rules are the same for everybody.

data "aws_route53_zone" "this" {
  name = var.zone_name
}

resource "aws_acm_certificate" "this" {
  provider = aws.us_east_1

  domain_name       = var.domain
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# One name, one proof.
resource "aws_route53_record" "certificate" {
  zone_id         = data.aws_route53_zone.this.zone_id
  name            = tolist(aws_acm_certificate.this.domain_validation_options)[0].resource_record_name
  type            = tolist(aws_acm_certificate.this.domain_validation_options)[0].resource_record_type
  records         = [tolist(aws_acm_certificate.this.domain_validation_options)[0].resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  provider = aws.us_east_1

  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [aws_route53_record.certificate.fqdn]
}

resource "aws_cloudfront_cache_policy" "this" {
  for_each = {
    assets    = { default = 31536000, most = 31536000, query = "none" }
    creatures = { default = 0, most = 86400, query = "all" }
  }

  name        = "${local.name}-${each.key}"
  min_ttl     = 0
  default_ttl = each.value.default
  max_ttl     = each.value.most

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true

    cookies_config {
      cookie_behavior = "none"
    }

    headers_config {
      header_behavior = "none"
    }

    query_strings_config {
      query_string_behavior = each.value.query
    }
  }
}

locals {
  # Managed by AWS: "CachingDisabled" and "AllViewer".
  caching_disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  all_viewer       = "216adef6-5c7f-47e4-b989-5492eafa07d3"

  cached_paths = [
    { path = "/assets/*", policy = "assets" },
    { path = "/api/v1/creatures*", policy = "creatures" },
  ]
}

resource "aws_cloudfront_distribution" "this" {
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  price_class     = local.production ? "PriceClass_All" : "PriceClass_100"
  aliases         = [var.domain]
  comment         = local.name

  origin {
    origin_id   = "app"
    domain_name = var.origin_domain

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
      # Streams send a line every 15 seconds; a silence of a minute is a dead origin.
      origin_read_timeout      = 60
      origin_keepalive_timeout = 60
    }
  }

  default_cache_behavior {
    target_origin_id         = "app"
    viewer_protocol_policy   = "redirect-to-https"
    allowed_methods          = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = local.caching_disabled
    origin_request_policy_id = local.all_viewer
    compress                 = false
  }

  dynamic "ordered_cache_behavior" {
    for_each = local.cached_paths

    content {
      path_pattern             = ordered_cache_behavior.value.path
      target_origin_id         = "app"
      viewer_protocol_policy   = "redirect-to-https"
      allowed_methods          = ["GET", "HEAD"]
      cached_methods           = ["GET", "HEAD"]
      cache_policy_id          = aws_cloudfront_cache_policy.this[ordered_cache_behavior.value.policy].id
      origin_request_policy_id = local.all_viewer
      compress                 = true
    }
  }

  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate_validation.this.certificate_arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
}

resource "aws_route53_record" "site" {
  for_each = toset(["A", "AAAA"])

  zone_id = data.aws_route53_zone.this.zone_id
  name    = var.domain
  type    = each.key

  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}
