plugin "terraform" {
  enabled = true
  preset  = "all"
}

# A file per concern instead of main.tf.
rule "terraform_standard_module_structure" {
  enabled = false
}
