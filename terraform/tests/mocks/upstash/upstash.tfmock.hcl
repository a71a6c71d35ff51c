mock_resource "upstash_redis_database" {
  defaults = {
    endpoint = "eu2-mocked-12345.upstash.io"
  }
}
