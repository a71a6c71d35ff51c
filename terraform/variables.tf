variable "environment" {
  description = "The place that is described: staging or production."
  type        = string

  validation {
    condition     = contains(["staging", "production"], var.environment)
    error_message = "environment must be staging or production."
  }
}

variable "aws_account_id" {
  description = "The only AWS account that may be changed; one account an environment."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.aws_account_id))
    error_message = "aws_account_id must have 12 digits."
  }
}

variable "aws_region" {
  description = "Region of the buckets and keys."
  type        = string
  default     = "eu-central-1"

  validation {
    condition     = can(regex("^[a-z]{2}-[a-z]+-[0-9]$", var.aws_region))
    error_message = "aws_region must be a region such as eu-central-1."
  }
}

variable "domain" {
  description = "Host name that people type; PUBLIC_ORIGIN is https:// and this."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain must be a host name such as fights.example.org, without scheme or path."
  }
}

variable "zone_name" {
  description = "Route 53 zone that the domain lies in."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.zone_name))
    error_message = "zone_name must be a host name such as example.org."
  }
}

variable "origin_domain" {
  description = "Host name of the platform that runs the app, which the CDN asks."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.origin_domain))
    error_message = "origin_domain must be a host name, without scheme or path."
  }
}

variable "github_repository" {
  description = "OWNER/NAME of the repository whose workflows may act here."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "github_repository must be OWNER/NAME, without a pattern."
  }
}

variable "alert_email" {
  description = "Who gets alerts of the database and of the uptime monitor."
  type        = string

  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$", var.alert_email))
    error_message = "alert_email must be an e-mail address."
  }
}

variable "backup_lock_days" {
  description = "How long nobody, not even the account's owner, can delete a backup."
  type        = number

  validation {
    condition     = var.backup_lock_days >= 7 && var.backup_lock_days <= 365
    error_message = "backup_lock_days must be from 7 to 365."
  }
}

variable "backup_keep_days" {
  description = "How long a backup is kept; longer than it is locked."
  type        = number

  validation {
    condition     = var.backup_keep_days > var.backup_lock_days
    error_message = "backup_keep_days must be more than backup_lock_days."
  }
}

variable "atlas_org_id" {
  description = "Organisation in MongoDB Atlas."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{24}$", var.atlas_org_id))
    error_message = "atlas_org_id must have 24 hexadecimal digits."
  }
}

variable "atlas_region" {
  description = "Region of the database in Atlas's spelling, such as EU_CENTRAL_1."
  type        = string
  default     = "EU_CENTRAL_1"

  validation {
    condition     = can(regex("^[A-Z]+(_[A-Z]+)+_[0-9]$", var.atlas_region))
    error_message = "atlas_region must be a region such as EU_CENTRAL_1."
  }
}

variable "atlas_copy_region" {
  description = "Second region, in which a dedicated cluster's backups are kept too."
  type        = string
  default     = "EU_WEST_1"

  validation {
    condition     = can(regex("^[A-Z]+(_[A-Z]+)+_[0-9]$", var.atlas_copy_region)) && var.atlas_copy_region != var.atlas_region
    error_message = "atlas_copy_region must be a region such as EU_WEST_1, and another one than atlas_region."
  }
}

variable "atlas_instance_size" {
  description = "Size of a dedicated node, M10 or more; null for a Flex cluster."
  type        = string
  default     = null

  validation {
    condition     = var.atlas_instance_size == null || can(regex("^M[1-9][0-9]+$", var.atlas_instance_size))
    error_message = "atlas_instance_size must be M10 or more, or null: M0, M2 and M5 have no continuous backup."
  }

  validation {
    condition     = var.environment != "production" || var.atlas_instance_size != null
    error_message = "production needs a dedicated cluster: set atlas_instance_size."
  }
}

variable "atlas_access_cidrs" {
  description = "Networks that may reach the database; the platform's egress addresses."
  type        = set(string)

  validation {
    condition     = length(var.atlas_access_cidrs) > 0 && alltrue([for cidr in var.atlas_access_cidrs : can(cidrhost(cidr, 0))])
    error_message = "atlas_access_cidrs must name at least one network, each such as 203.0.113.7/32."
  }

  validation {
    condition     = alltrue([for cidr in var.atlas_access_cidrs : try(tonumber(split("/", cidr)[1]) >= 24, false)])
    error_message = "atlas_access_cidrs must hold networks of /24 or smaller: never open the database to everybody."
  }
}

variable "database_password_app" {
  description = "Password of the app's database user; goes to Atlas and into no state or plan."
  type        = string
  ephemeral   = true
  sensitive   = true

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{32,}$", var.database_password_app))
    error_message = "database_password_app must have at least 32 letters, digits, - or _."
  }
}

variable "database_password_migrator" {
  description = "Password of the user that migrates; goes to Atlas and into no state or plan."
  type        = string
  ephemeral   = true
  sensitive   = true

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{32,}$", var.database_password_migrator))
    error_message = "database_password_migrator must have at least 32 letters, digits, - or _."
  }
}

variable "database_password_backup" {
  description = "Password of the user that reads for backups; goes to Atlas and into no state or plan."
  type        = string
  ephemeral   = true
  sensitive   = true

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{32,}$", var.database_password_backup))
    error_message = "database_password_backup must have at least 32 letters, digits, - or _."
  }
}

variable "database_password_version" {
  description = "Raise by one to send the three passwords again."
  type        = number
  default     = 1

  validation {
    condition     = var.database_password_version >= 1 && floor(var.database_password_version) == var.database_password_version
    error_message = "database_password_version must be a whole number from 1."
  }
}

variable "upstash_primary_region" {
  description = "Region where the cache takes writes; beside the database."
  type        = string
  default     = "eu-central-1"

  validation {
    condition     = contains(["us-east-1", "us-west-1", "us-west-2", "eu-central-1", "eu-west-1", "sa-east-1", "ap-southeast-1", "ap-southeast-2"], var.upstash_primary_region)
    error_message = "upstash_primary_region must be a region that Upstash offers for global databases."
  }
}

variable "upstash_read_regions" {
  description = "Regions that hold copies of the cache for reads."
  type        = set(string)
  default     = []

  validation {
    condition     = !contains(var.upstash_read_regions, var.upstash_primary_region)
    error_message = "upstash_read_regions must not hold the primary region."
  }
}
