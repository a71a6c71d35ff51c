# The way to the browser, and what the app is told.

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

run "pages_are_never_kept_at_the_edge" {
  command = plan

  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    error_message = "Pages and answers pass the CDN uncached."
  }

  assert {
    condition     = toset([for behaviour in aws_cloudfront_distribution.this.ordered_cache_behavior : behaviour.path_pattern]) == toset(["/assets/*", "/api/v1/creatures*"])
    error_message = "Only named files and creatures are kept."
  }

  assert {
    condition     = alltrue([for policy in aws_cloudfront_cache_policy.this : policy.parameters_in_cache_key_and_forwarded_to_origin[0].cookies_config[0].cookie_behavior == "none"])
    error_message = "What is kept at the edge never depends on a cookie."
  }

  assert {
    condition     = aws_cloudfront_cache_policy.this["creatures"].default_ttl == 0
    error_message = "Creatures are kept as long as the app says, not longer."
  }
}

run "connections_are_encrypted" {
  command = plan

  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].viewer_protocol_policy == "redirect-to-https" && alltrue([for behaviour in aws_cloudfront_distribution.this.ordered_cache_behavior : behaviour.viewer_protocol_policy == "redirect-to-https"])
    error_message = "Browsers are sent to HTTPS."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    error_message = "Browsers speak TLS 1.2 or newer."
  }

  assert {
    condition     = alltrue([for origin in aws_cloudfront_distribution.this.origin : origin.custom_origin_config[0].origin_protocol_policy == "https-only"])
    error_message = "The CDN asks the app over HTTPS."
  }
}

run "the_app_is_told_where_it_is" {
  command = plan

  assert {
    condition     = output.app_environment.APP_ENV == "production" && output.app_environment.PUBLIC_ORIGIN == "https://fights.example.org"
    error_message = "The app hears its environment and its origin."
  }

  assert {
    condition     = output.app_environment.S3_BUCKET == aws_s3_bucket.this["uploads"].bucket
    error_message = "The app hears the uploads' bucket, not the backups'."
  }

  assert {
    condition     = startswith(output.app_secrets.MONGODB_URI, "mongodb+srv://app:PASSWORD@production.abc12.mongodb.net/encounter_tracker_production")
    error_message = "The database's address names the database and holds no password."
  }
}
