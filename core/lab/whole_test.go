package lab

func init() { HaveAll() }
