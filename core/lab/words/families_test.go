package words

func init() { HaveAllFamilies() }
