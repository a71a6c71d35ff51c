locals {
  name       = "encounter-tracker-${var.environment}"
  production = var.environment == "production"
  database   = "encounter_tracker_${var.environment}"

  tags = {
    application = "encounter-tracker"
    environment = var.environment
    managed_by  = "terraform"
  }
}
