mock_resource "mongodbatlas_advanced_cluster" {
  defaults = {
    connection_strings = {
      standard_srv = "mongodb+srv://production.abc12.mongodb.net"
    }
  }
}

mock_resource "mongodbatlas_flex_cluster" {
  defaults = {
    connection_strings = {
      standard_srv = "mongodb+srv://staging.abc12.mongodb.net"
    }
  }
}
